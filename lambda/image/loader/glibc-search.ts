import path from 'node:path';

import type { Budget } from '../budget.ts';
import { defaultDirectories } from './default-directories.ts';
import { readLdSoCache } from './ld-so-cache.ts';
import { once } from '../once.ts';
import type { Loaded, Search, SearchContext } from './search.ts';
import { expandDirectories, expandTokens } from './tokens.ts';

/**
 * Subdirectories for newer processors, the newest first (glibc 2.33 and later). Lambda's x86_64 have AVX2, so at
 * least v3; not all have AVX-512, which v4 requires.
 */
const hwcaps = ['glibc-hwcaps/x86-64-v3', 'glibc-hwcaps/x86-64-v2', ''];

/** Where a path of the cache stands among those of the same name; undefined if it is for another processor. */
function rank(file: string): number | undefined {
  const hwcap = /\/(glibc-hwcaps\/[^/]+)\/[^/]+$/.exec(file)?.[1] ?? '';
  const index = hwcaps.indexOf(hwcap);
  return index === -1 ? undefined : index;
}

const emptyCache: ReadonlyMap<string, readonly string[]> = new Map();

/** The cache of an image is read once, whatever is searched in it. */
const cacheOf = once((budget: Budget) => once((bytes: Uint8Array) => readLdSoCache(bytes, budget)));

/** The order of ld.so(8), as _dl_map_object of glibc's elf/dl-load.c has it. */
export function glibcSearch({
  files,
  executable,
  interpreter,
  libraryPath,
  cwd,
}: SearchContext): Search {
  const { budget } = files;
  const cacheBytes = files.bytes('/etc/ld.so.cache');
  const cache = cacheBytes === undefined ? emptyCache : cacheOf(budget)(cacheBytes);
  const loader = interpreter === undefined ? undefined : files.elf(interpreter);
  const last = defaultDirectories(loader && files.bytes(loader.path));
  const fromLibraryPath = expandDirectories(libraryPath, {
    owner: executable,
    cwd,
    separator: /[:;]/,
    budget,
  });

  function cached(name: string, by: Loaded): readonly string[] {
    const all = cache.get(name) ?? [];
    budget.spend('steps', all.length);
    const paths = all
      .filter((each) => rank(each) !== undefined)
      .toSorted((a, b) => rank(a)! - rank(b)!);
    if (!by.elf.ignoresDefaultDirectories) return paths;
    return paths.filter((each) => !last.some((directory) => each.startsWith(`${directory}/`)));
  }

  return {
    candidates(by) {
      const { runpath } = by.elf;
      budget.spend('steps', fromLibraryPath.length);
      const directories = [
        ...(runpath === undefined ? rpaths(by, executable, cwd, budget) : []),
        ...fromLibraryPath,
        ...(runpath === undefined ? [] : expandDirectories(runpath, { owner: by, cwd, budget })),
      ];
      return function* candidates(name) {
        if (name.includes('/')) {
          for (const each of expandTokens(name, by)) yield path.posix.resolve(cwd, each);
          return;
        }
        yield* within(directories, name);
        yield* cached(name, by);
        if (!by.elf.ignoresDefaultDirectories) yield* within(last, name);
      };
    },
    knownAs: ({ elf }, name) => (elf.soname === undefined ? [name] : [name, elf.soname]),
    // Its names are in its own tables.
    isLoader: () => false,
  };
}

/** RPATH of the object, of the objects that needed it, and of the executable. RPATH is ignored beside RUNPATH. */
function rpaths(by: Loaded, executable: Loaded, cwd: string, budget: Budget): string[] {
  const chain: Loaded[] = [];
  for (let each: Loaded | undefined = by; each !== undefined; each = each.neededBy) {
    chain.push(each);
  }
  if (chain.at(-1) !== executable && !chain.includes(executable)) chain.push(executable);
  return chain.flatMap((each) => {
    const { rpath, runpath } = each.elf;
    budget.spend('steps', 1);
    return rpath === undefined || runpath !== undefined
      ? []
      : expandDirectories(rpath, { owner: each, cwd, budget });
  });
}

function* within(directories: readonly string[], name: string): Iterable<string> {
  for (const directory of directories) {
    for (const hwcap of hwcaps) yield path.posix.join(directory, hwcap, name);
  }
}
