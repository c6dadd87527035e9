/** What the kernel and the dynamic loader read of an ELF file before they run or load it. */
export interface ElfFacts {
  /** Width of addresses, in bits. A program loads libraries of its own class only. */
  class: 32 | 64;
  byteOrder: 'little' | 'big';
  /**
   * What the file says it is: `shared` are libraries and programs that may be loaded anywhere (PIE);
   * `relocatable` are object files of a compiler.
   */
  type: 'relocatable' | 'executable' | 'shared' | 'core' | 'other';
  /** The number of the instruction set (e_machine): 62 is x86-64, 183 is AArch64. */
  machine: number;
  /** The same as Docker names it (`amd64`, `arm64`…), if it has a name for it. */
  architecture: string | undefined;
  /** The program that the kernel starts in place of this one, to load it (PT_INTERP). Libraries have none. */
  interpreter: string | undefined;
  /** Names of the libraries that it is linked with, in the order in which they are searched (DT_NEEDED). */
  needed: string[];
  /** The name by which a library is known to what is linked with it (DT_SONAME). */
  soname: string | undefined;
  /** Directories to search, with colons between them (DT_RPATH). Loaders ignore it where there is a runpath. */
  rpath: string | undefined;
  /** Directories to search, with colons between them (DT_RUNPATH). */
  runpath: string | undefined;
  /** Versions of symbols that libraries must define (.gnu.version_r), in the order of the file. */
  versionNeeds: VersionNeed[];
  /** Versions of symbols that it defines (.gnu.version_d); undefined without such a table. */
  versionDefinitions: VersionDefinition[] | undefined;
  /** Neither an interpreter nor libraries: nothing else is looked for when it starts. */
  isStatic: boolean;
  /** Marked as a program that may be loaded anywhere (DF_1_PIE): its type is `shared` all the same. */
  isPie: boolean;
  /** Its libraries are not searched in the default directories (DF_1_NODEFLIB). */
  ignoresDefaultDirectories: boolean;
}

export interface VersionNeed {
  /** The library as it is named in `needed`. */
  library: string;
  versions: NeededVersion[];
}

export interface NeededVersion {
  /** `GLIBC_2.34`, `OPENSSL_3.0.0`… */
  name: string;
  /** A loader only warns where it is missing (VER_FLG_WEAK). */
  isWeak: boolean;
}

export interface VersionDefinition {
  name: string;
  /** The name of the library itself, which is no version (VER_FLG_BASE). */
  isBase: boolean;
}
