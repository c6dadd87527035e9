/** The facts of an ELF file that the kernel and the dynamic loader read before they run or load it. */
export interface ElfFacts {
  /** Width of addresses, in bits. A binary loads only libraries of its own class. */
  class: 32 | 64;
  byteOrder: 'little' | 'big';
  /**
   * The type in the header: `shared` includes libraries and position-independent executables (PIE), `relocatable` are
   * object files.
   */
  type: 'relocatable' | 'executable' | 'shared' | 'core' | 'other';
  /** The number of the instruction set (e_machine): 62 is x86-64, 183 is AArch64. */
  machine: number;
  /** The same in Docker's spelling (`amd64`, `arm64`…), if there is one. */
  architecture: string | undefined;
  /** The dynamic loader, which the kernel starts to load the binary (PT_INTERP). Libraries have none. */
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
  /** Has neither an interpreter nor libraries, so it starts without any other file. */
  isStatic: boolean;
  /** Marked as a position-independent executable (DF_1_PIE); its type is `shared`. */
  isPie: boolean;
  /** The default directories are not searched for its libraries (DF_1_NODEFLIB). */
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
  /** The loader only warns if it is missing (VER_FLG_WEAK). */
  isWeak: boolean;
}

export interface VersionDefinition {
  name: string;
  /** The name of the library itself, not a version (VER_FLG_BASE). */
  isBase: boolean;
}
