import path from 'node:path';

import type { Loaded, Search } from './load.ts';
import type { ElfFile, LoaderFiles } from './loader-files.ts';
import { expandFolders } from './tokens.ts';

/** All of libc and what belonged to it once is in the loader (ldso/dynlink.c of musl, `reserved`). */
const reserved = /^lib(c|pthread|rt|m|dl|util|xnet)\./;

const usual = '/lib:/usr/local/lib:/usr/lib';

/** The order of load_library() in ldso/dynlink.c of musl. */
export const muslSearch = (
  files: LoaderFiles,
  interpreter: ElfFile | undefined,
  libraryPath: string,
  cwd: string,
): Search => {
  // /lib/ld-musl-x86_64.so.1 reads /etc/ld-musl-x86_64.path, with colons or line ends between the folders.
  const architecture = /ld-musl-(.+)\.so\.1$/.exec(interpreter?.path ?? '')?.[1] ?? 'x86_64';
  const configured = files.bytes(`/etc/ld-musl-${architecture}.path`);
  const last = configured === undefined ? usual : Buffer.from(configured).toString('latin1');

  return {
    *candidates(name, by) {
      if (name.includes('/')) {
        yield path.posix.resolve(cwd, name);
        return;
      }
      const folders = [
        ...(libraryPath === '' ? [] : libraryPath.split(/[:\n]/)),
        ...ownFolders(by, cwd),
        ...last.split(/[:\n]/),
      ];
      for (const folder of folders) {
        if (folder !== '') yield path.posix.resolve(cwd, folder, name);
      }
    },
    isSame(name, { path: file, neededBy }) {
      if (reserved.test(name)) return file === interpreter?.path;
      return neededBy !== undefined && path.posix.basename(file) === name;
    },
  };
};

/** To musl RPATH and RUNPATH are the same, and hold for what the object's libraries ask for, too. */
const ownFolders = (by: Loaded, cwd: string): string[] => {
  const folders: string[] = [];
  for (let each: Loaded | undefined = by; each !== undefined; each = each.neededBy) {
    const list = each.elf.runpath ?? each.elf.rpath;
    if (list !== undefined) folders.push(...expandFolders(list, each, cwd));
  }
  return folders;
};
