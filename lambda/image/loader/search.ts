import type { ElfFile, LoaderFiles } from './loader-files.ts';

/** An executable or library in memory, and the libraries that it needs. */
export type Loaded = ElfFile & {
  /** The directory that it was found in, possibly through a symbolic link: $ORIGIN. */
  origin: string;
  /** The first object that needed it; undefined for the executable. */
  neededBy: Loaded | undefined;
  /** The library that each name in `needed` was resolved to, or undefined. */
  libraries: Map<string, Loaded | undefined>;
};

/** The process that libraries are searched for. */
export interface SearchContext {
  files: LoaderFiles;
  /** The executable of the process. */
  executable: Loaded;
  /** The path of the loader as the executable has it. */
  interpreter: string | undefined;
  libraryPath: string;
  cwd: string;
}

/** The search rules of one libc. */
export interface Search {
  /** The candidate paths for a name that an object needs, in search order. */
  candidates(by: Loaded): (name: string) => Iterable<string>;
  /** The names that refer to an object in memory after it was requested by a name. */
  knownAs(loaded: Loaded, name: string): readonly string[];
  /** Whether a name always refers to the loader. */
  isLoader(name: string): boolean;
}
