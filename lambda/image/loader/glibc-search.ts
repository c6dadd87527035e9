import path from 'node:path';

import { defaultFolders } from './default-folders.ts';
import { readLdSoCache } from './ld-so-cache.ts';
import type { Loaded, Search } from './load.ts';
import type { ElfFile, LoaderFiles } from './loader-files.ts';
import { expandFolders } from './tokens.ts';

/** Subfolders for newer CPUs, the newest first (glibc 2.33 and later); Lambda's x86_64 have at least v3. */
const hwcaps = ['glibc-hwcaps/x86-64-v4', 'glibc-hwcaps/x86-64-v3', 'glibc-hwcaps/x86-64-v2', ''];

/** The order of ld.so(8). */
export const glibcSearch = (
  files: LoaderFiles,
  interpreter: ElfFile | undefined,
  libraryPath: string,
  cwd: string,
): Search => {
  const cacheBytes = files.bytes('/etc/ld.so.cache');
  const cache = cacheBytes === undefined ? new Map<string, string[]>() : readLdSoCache(cacheBytes);
  const last = defaultFolders(interpreter && files.bytes(interpreter.path));

  return {
    *candidates(name, by) {
      if (name.includes('/')) {
        yield* expandFolders(name, by, cwd);
        return;
      }
      yield* within(rpaths(by, cwd), name);
      if (libraryPath !== '') yield* within(expandFolders(libraryPath, by, cwd), name);
      if (by.elf.runpath !== undefined) yield* within(expandFolders(by.elf.runpath, by, cwd), name);
      yield* cache.get(name) ?? [];
      yield* within(last, name);
    },
    isSame: (name, { path: file, elf, neededBy }) =>
      elf.soname === name || (neededBy !== undefined && path.posix.basename(file) === name),
  };
};

/** RPATH of the object and of those that asked for it, up to the program; those that have RUNPATH have none. */
const rpaths = (by: Loaded, cwd: string): string[] => {
  if (by.elf.runpath !== undefined) return [];
  const folders: string[] = [];
  for (let each: Loaded | undefined = by; each !== undefined; each = each.neededBy) {
    const { rpath, runpath } = each.elf;
    if (rpath !== undefined && runpath === undefined)
      folders.push(...expandFolders(rpath, each, cwd));
  }
  return folders;
};

function* within(folders: readonly string[], name: string): Iterable<string> {
  for (const folder of folders) {
    for (const hwcap of hwcaps) yield path.posix.join(folder, hwcap, name);
  }
}
