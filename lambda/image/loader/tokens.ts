import path from 'node:path';

import { type Budget, textSteps } from '../budget.ts';
import { maxPathLength } from '../limits.ts';
import type { Loaded } from './search.ts';

/** What `$LIB` stands for is compiled into the loader: all that there may be. */
const libraryDirectories: Readonly<Record<number, readonly string[]>> = {
  32: ['lib'],
  64: ['lib64', 'lib', 'lib/x86_64-linux-gnu', 'lib/aarch64-linux-gnu'],
};

/** `$PLATFORM` by the number of the machine; on x86-64 it depends on the processor. */
const platforms: Readonly<Record<number, readonly string[]>> = {
  62: ['haswell', 'x86_64'],
  183: ['aarch64'],
};

type Owner = Pick<Loaded, 'origin' | 'elf'>;

/** All that a text with dynamic string tokens may stand for, for the object that has it (ld.so(8)). */
export function expandTokens(text: string, { origin, elf }: Owner): string[] {
  const meanings = {
    ORIGIN: [origin],
    LIB: libraryDirectories[elf.class]!,
    PLATFORM: platforms[elf.machine] ?? [],
  };
  let texts = [text];
  for (const [name, values] of Object.entries(meanings)) {
    const token = new RegExp(`\\$(?:${name}(?![A-Za-z0-9_])|\\{${name}\\})`, 'g');
    texts = texts.flatMap((each) =>
      each.search(token) === -1 ? [each] : values.map((value) => each.replace(token, () => value)),
    );
  }
  return texts;
}

/**
 * The directories of a list: RPATH and RUNPATH have colons between them, LD_LIBRARY_PATH semicolons as well
 * (_dl_init_paths of glibc's elf/dl-load.c). An empty part is the current directory, an empty list has none.
 */
export function expandDirectories(
  list: string,
  { owner, cwd, separator = ':', budget }: DirectoryList,
): string[] {
  const directories: string[] = [];
  budget.spend('steps', list.length);
  for (const directory of list === '' ? [] : list.split(separator)) {
    for (const text of expandTokens(directory, owner)) {
      budget.spend('steps', textSteps(text.length));
      // Nothing is in a longer one, and a token may stand for a long path.
      if (text.length <= maxPathLength) directories.push(path.posix.resolve(cwd, text));
    }
  }
  return directories;
}

export interface DirectoryList {
  /** The object whose tokens they are. */
  owner: Owner;
  cwd: string;
  /** Default: a colon. */
  separator?: RegExp | string;
  budget: Budget;
}
