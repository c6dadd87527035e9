import type { Budget } from '../budget.ts';
import type { ElfFacts } from '../elf/elf-facts.ts';

/** A binary or a library. */
export interface ElfFile {
  /** Without symbolic links. */
  path: string;
  elf: ElfFacts;
}

/** The file system of the resolver. Paths are absolute; symbolic links are followed. */
export interface LoaderFiles {
  /** Pays for what is searched in them. */
  budget: Budget;
  /** undefined if there is no such file, or if it is no ELF file. */
  elf(path: string): ElfFile | undefined;
  /** Text and tables of the loader's own: undefined if there is no such file. */
  bytes(path: string): Uint8Array | undefined;
}
