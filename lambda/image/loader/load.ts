import type { ElfFile, LoaderFiles } from './loader-files.ts';
import { glibcSearch } from './glibc-search.ts';
import { muslSearch } from './musl-search.ts';

/** What the loader is told from outside. */
export type LoadOptions = {
  /** LD_LIBRARY_PATH */
  libraryPath?: string;
  cwd?: string;
};

/** A program or library in memory, and what it asked for. */
export type Loaded = ElfFile & {
  /** The object that asked for it first; undefined for the program. */
  neededBy: Loaded | undefined;
  /** For each name in `needed`: what was taken for it, or undefined. */
  libraries: Map<string, Loaded | undefined>;
};

/** How a name is looked up: by the rules of one libc. */
export type Search = {
  /** The paths that may be it, in the order in which they are tried. */
  candidates(name: string, by: Loaded): Iterable<string>;
  /** Whether an object that is in memory already is what the name means. */
  isSame(name: string, loaded: Loaded): boolean;
};

/**
 * Loads a program as its loader would: breadth first, each library once. `interpreter` is the loader, for a
 * library on its own that of the program that opens it.
 */
export const load = (
  files: LoaderFiles,
  program: ElfFile,
  interpreter: ElfFile | undefined,
  { libraryPath = '', cwd = '/' }: LoadOptions = {},
): Loaded[] => {
  const isMusl =
    interpreter !== undefined && /\/ld-musl-/.test(interpreterName(program, interpreter));
  const search = (isMusl ? muslSearch : glibcSearch)(files, interpreter, libraryPath, cwd);
  const root: Loaded = { ...program, neededBy: undefined, libraries: new Map() };
  const loaded = [root];
  // It has been in memory before anything else, and libc asks for it by name.
  if (interpreter !== undefined)
    loaded.push({ ...interpreter, neededBy: root, libraries: new Map() });
  for (const by of loaded) {
    for (const name of by.elf.needed) {
      if (by.libraries.has(name)) continue;
      const known = loaded.find((each) => search.isSame(name, each));
      const library = known ?? find(files, search, name, by, loaded);
      by.libraries.set(name, library);
      if (library !== undefined && !loaded.includes(library)) loaded.push(library);
    }
  }
  return loaded;
};

const interpreterName = (program: ElfFile, interpreter: ElfFile): string =>
  program.elf.interpreter ?? interpreter.path;

const find = (
  files: LoaderFiles,
  search: Search,
  name: string,
  by: Loaded,
  loaded: readonly Loaded[],
): Loaded | undefined => {
  for (const candidate of search.candidates(name, by)) {
    const file = files.elf(candidate);
    if (file === undefined || !isAlike(file, by)) continue;
    // Another name for the same file.
    return (
      loaded.find(({ path }) => path === file.path) ?? {
        ...file,
        neededBy: by,
        libraries: new Map(),
      }
    );
  }
  return undefined;
};

/** The loader passes over files for other machines. */
const isAlike = ({ elf }: ElfFile, { elf: other }: ElfFile): boolean =>
  elf.machine === other.machine && elf.class === other.class && elf.byteOrder === other.byteOrder;
