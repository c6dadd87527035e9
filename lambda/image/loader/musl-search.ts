import path from 'node:path';

import type { Loaded, Search, SearchContext } from './search.ts';
import { expandTokens } from './tokens.ts';

/** The loader contains all of libc and its former parts; libc.so.6 of glibc resolves to it too. */
const reserved = /^lib(c|pthread|rt|m|dl|util|xnet)\./;

const usual = '/lib:/usr/local/lib:/usr/lib';

/** The order of load_library() in ldso/dynlink.c of musl. */
export function muslSearch({ files, interpreter, libraryPath, cwd }: SearchContext): Search {
  // /lib/ld-musl-x86_64.so.1 reads /etc/ld-musl-x86_64.path, and /opt/m/lib/… what is in /opt/m/etc.
  const [, prefix = '', architecture = 'x86_64'] =
    /^(.*?)(?:\/[^/]*)?\/ld-musl-(.+)\.so\.1$/.exec(interpreter ?? '') ?? [];
  const configured = files.bytes(`${prefix}/etc/ld-musl-${architecture}.path`);
  const last = configured === undefined ? usual : Buffer.from(configured).toString('latin1');
  const fromLibraryPath = directoriesOf(libraryPath, cwd);
  const fromConfiguration = directoriesOf(last, cwd);

  return {
    candidates(by) {
      const directories = [...fromLibraryPath, ...ownDirectories(by, cwd), ...fromConfiguration];
      return (name) =>
        name.includes('/')
          ? [path.posix.resolve(cwd, name)]
          : directories.map((directory) => path.posix.join(directory, name));
    },
    // musl does not use sonames, and a path refers only to the file.
    knownAs: (_, name) => (name.includes('/') ? [] : [name]),
    isLoader: (name) => reserved.test(name) || name === interpreter,
  };
}

/** Directories may be separated by line ends too. Empty parts are skipped. */
function directoriesOf(list: string, cwd: string): string[] {
  return list
    .split(/[:\n]/)
    .filter((directory) => directory !== '')
    .map((directory) => path.posix.resolve(cwd, directory));
}

/** musl treats RPATH and RUNPATH alike, and applies them to the libraries of the object's libraries too. */
function ownDirectories(by: Loaded, cwd: string): string[] {
  const directories: string[] = [];
  for (let each: Loaded | undefined = by; each !== undefined; each = each.neededBy) {
    const list = each.elf.runpath ?? each.elf.rpath;
    // musl knows only $ORIGIN, and ignores a list with any other token.
    if (list === undefined || /\$(?!ORIGIN|\{ORIGIN\})/.test(list)) continue;
    directories.push(...directoriesOf(expandTokens(list, each)[0]!, cwd));
  }
  return directories;
}
