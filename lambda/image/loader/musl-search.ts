import path from 'node:path';

import type { Budget } from '../budget.ts';
import { maxPathLength } from '../limits.ts';
import type { Loaded, Search, SearchContext } from './search.ts';
import { expandTokens } from './tokens.ts';

/** The loader contains all of libc and its former parts; libc.so.6 of glibc resolves to it too. */
const reserved = /^lib(c|pthread|rt|m|dl|util|xnet)\./;

const usual = '/lib:/usr/local/lib:/usr/lib';

/** The order of load_library() in ldso/dynlink.c of musl. */
export function muslSearch({ files, interpreter, libraryPath, cwd }: SearchContext): Search {
  const { budget } = files;
  // /lib/ld-musl-x86_64.so.1 reads /etc/ld-musl-x86_64.path, and /opt/m/lib/… what is in /opt/m/etc.
  const { dir, base } = path.posix.parse(interpreter ?? '');
  const architecture = /^ld-musl-(.+)\.so\.1$/.exec(base)?.[1] ?? 'x86_64';
  const prefix = path.posix.dirname(dir).replace(/^[./]$/, '');
  const configured = files.bytes(`${prefix}/etc/ld-musl-${architecture}.path`);
  const last = configured === undefined ? usual : Buffer.from(configured).toString('latin1');
  budget.spend('steps', libraryPath.length + last.length);
  const fromLibraryPath = directoriesOf(libraryPath, cwd);
  const fromConfiguration = directoriesOf(last, cwd);

  return {
    candidates(by) {
      budget.spend('steps', fromLibraryPath.length + fromConfiguration.length);
      const directories = [
        ...fromLibraryPath,
        ...ownDirectories(by, cwd, budget),
        ...fromConfiguration,
      ];
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
    .filter((directory) => directory !== '' && directory.length <= maxPathLength)
    .map((directory) => path.posix.resolve(cwd, directory));
}

/** musl treats RPATH and RUNPATH alike, and applies them to the libraries of the object's libraries too. */
function ownDirectories(by: Loaded, cwd: string, budget: Budget): string[] {
  const directories: string[] = [];
  for (let each: Loaded | undefined = by; each !== undefined; each = each.neededBy) {
    const list = each.elf.runpath ?? each.elf.rpath;
    budget.spend('steps', 1);
    // musl knows only $ORIGIN, and ignores a list with any other token.
    if (list === undefined || /\$(?!ORIGIN|\{ORIGIN\})/.test(list)) continue;
    const text = expandTokens(list, each)[0]!;
    budget.spend('steps', text.length);
    for (const directory of directoriesOf(text, cwd)) {
      directories.push(directory);
    }
  }
  return directories;
}
