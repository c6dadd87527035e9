import path from 'node:path';

import type { ElfFile } from './loader-files.ts';

/** What $LIB stands for is compiled into the loader, and $PLATFORM depends on the CPU: all that there may be. */
const libraryFolders: Readonly<Record<number, readonly string[]>> = {
  32: ['lib'],
  64: ['lib64', 'lib', 'lib/x86_64-linux-gnu', 'lib/aarch64-linux-gnu'],
};

/**
 * The folders of a list with colons, as in RPATH, RUNPATH and LD_LIBRARY_PATH, for the object that has it
 * (ld.so(8), "Dynamic string tokens"). An empty part is the current folder.
 */
export const expandFolders = (list: string, { path: file, elf }: ElfFile, cwd: string): string[] =>
  list
    .split(/[:;]/)
    .map((folder) => (folder === '' ? cwd : folder))
    .map((folder) => folder.replaceAll(/\$ORIGIN|\$\{ORIGIN\}/g, path.posix.dirname(file)))
    .flatMap((folder) =>
      /\$LIB|\$\{LIB\}/.test(folder)
        ? libraryFolders[elf.class]!.map((lib) => folder.replaceAll(/\$LIB|\$\{LIB\}/g, lib))
        : [folder],
    )
    .map((folder) => path.posix.resolve(cwd, folder));
