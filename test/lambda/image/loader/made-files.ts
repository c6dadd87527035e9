import path from 'node:path';

import { createBudget } from '../../../../lambda/image/budget.ts';
import type { ElfFacts } from '../../../../lambda/image/elf/elf-facts.ts';
import type { ElfFile, LoaderFiles } from '../../../../lambda/image/loader/loader-files.ts';

export const glibc = '/lib64/ld-linux-x86-64.so.2';
export const musl = '/lib/ld-musl-x86_64.so.1';

/** What an ELF file asks for: nothing, unless it says so. */
export function elf(facts: Partial<ElfFacts> = {}): ElfFacts {
  return {
    class: 64,
    byteOrder: 'little',
    type: 'shared',
    machine: 62,
    architecture: 'amd64',
    interpreter: undefined,
    needed: [],
    soname: undefined,
    rpath: undefined,
    runpath: undefined,
    versionNeeds: [],
    versionDefinitions: undefined,
    isStatic: false,
    isPie: false,
    ignoresDefaultDirectories: false,
    ...facts,
  };
}

export type MadeFiles = LoaderFiles & {
  program(path: string): ElfFile;
};

/** A file system: ELF files by path, symbolic links as the path of what they lead to, and other files. */
export function madeFiles(
  files: Readonly<Record<string, Partial<ElfFacts> | string>>,
  bytes: Readonly<Record<string, string | Uint8Array>> = {},
): MadeFiles {
  function find(name: string): ElfFile | undefined {
    const file = files[path.posix.normalize(name)];
    if (typeof file === 'string') return find(file);
    return file && { path: path.posix.normalize(name), elf: elf(file) };
  }
  return {
    budget: createBudget('made files'),
    elf: find,
    bytes: (name) => (bytes[name] === undefined ? undefined : Buffer.from(bytes[name])),
    program: (name) => find(name)!,
  };
}
