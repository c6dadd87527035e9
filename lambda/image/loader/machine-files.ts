import { readFileSync, realpathSync, statSync } from 'node:fs';

import { createKnownBytes } from '../elf/known-bytes.ts';
import { readElf } from '../elf/read-elf.ts';
import type { ElfFile, LoaderFiles } from './loader-files.ts';

/** The files of this machine. Each is read once, whole. */
export function machineFiles(): LoaderFiles {
  const known = new Map<string, ElfFile | undefined>();
  return {
    elf(name) {
      const path = realFile(name);
      if (path === undefined) return undefined;
      if (!known.has(path)) known.set(path, readElfFile(path));
      return known.get(path);
    },
    bytes(name) {
      const path = realFile(name);
      return path === undefined ? undefined : readFileSync(path);
    },
  };
}

/** undefined for what is no ELF file, or a broken one. */
function readElfFile(path: string): ElfFile | undefined {
  const bytes = readFileSync(path);
  const known = createKnownBytes(bytes.length);
  known.add(0, bytes);
  const result = readElf(known);
  return 'facts' in result ? { path, elf: result.facts } : undefined;
}

function realFile(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? realpathSync(path) : undefined;
  } catch {
    return undefined;
  }
}
