import type { ElfFile, LoaderFiles } from './loader-files.ts';

/** A executable or library in memory, and what it asked for. */
export type Loaded = ElfFile & {
  /** The directory that it was found in, which a symbolic link may have led to: $ORIGIN. */
  origin: string;
  /** The object that asked for it first; undefined for the executable. */
  neededBy: Loaded | undefined;
  /** For each name in `needed`: what was taken for it, or undefined. */
  libraries: Map<string, Loaded | undefined>;
};

/** What a search is made for. */
export interface SearchContext {
  files: LoaderFiles;
  /** The executable of the process. */
  executable: Loaded;
  /** The path of the loader as the executable has it. */
  interpreter: string | undefined;
  libraryPath: string;
  cwd: string;
}

/** How names are looked up: by the rules of one libc. */
export interface Search {
  /** For an object: where a name that it asks for may be, in the order in which it is tried. */
  candidates(by: Loaded): (name: string) => Iterable<string>;
  /** The names by which an object in memory is known, once it has been asked for by a name. */
  knownAs(loaded: Loaded, name: string): readonly string[];
  /** Whether a name is the loader's, whatever files there are. */
  isLoader(name: string): boolean;
}
