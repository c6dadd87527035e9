import type { ElfFile, LoaderFiles } from './loader-files.ts';
import { load, type Loaded, type LoadOptions } from './load.ts';
import { newestOf } from './version-name.ts';

/** Why a program does not start, or a library cannot be opened. */
export type LoadProblem =
  /** The file that the kernel starts in place of the program. */
  | { kind: 'interpreter-missing'; path: string; interpreter: string }
  | { kind: 'library-missing'; path: string; library: string }
  | {
      kind: 'version-missing';
      /** The object that needs it, and the file that lacks it. */
      path: string;
      libraryPath: string;
      version: string;
      /** The newest of the same family that the library has: GLIBC_2.36 where GLIBC_2.38 is needed. */
      newest: string | undefined;
    };

export type Resolved = {
  /** The program, its loader, and what they need, in the order in which they come into memory. */
  objects: Loaded[];
  problems: LoadProblem[];
};

/**
 * What a dynamic loader would do with a program, or with a library that `opener`, a program, opens while it
 * runs: for that the program's loader and libraries are there.
 */
export const resolveProgram = (
  files: LoaderFiles,
  program: ElfFile,
  options: LoadOptions & { opener?: ElfFile } = {},
): Resolved => {
  const name = program.elf.interpreter ?? options.opener?.elf.interpreter;
  const interpreter = name === undefined ? undefined : files.elf(name);
  const objects = load(files, program, interpreter, options);
  const isMusl = /\/ld-musl-/.test(name ?? '');
  const problems: LoadProblem[] = objects.flatMap((object) => [
    ...missingLibraries(object),
    // musl takes no notice of versions.
    ...(isMusl ? [] : missingVersions(object, objects)),
  ]);
  if (name !== undefined && interpreter === undefined) {
    problems.unshift({ kind: 'interpreter-missing', path: program.path, interpreter: name });
  }
  return { objects, problems };
};

const missingLibraries = ({ path, libraries }: Loaded): LoadProblem[] =>
  [...libraries]
    .filter(([, library]) => library === undefined)
    .map(([library]) => ({ kind: 'library-missing', path, library }));

/** As _dl_check_map_versions of glibc: a library without any versions is taken as it is. */
const missingVersions = (object: Loaded, objects: readonly Loaded[]): LoadProblem[] =>
  object.elf.versionNeeds.flatMap(({ library, versions }) => {
    const found =
      object.libraries.get(library) ?? objects.find(({ elf }) => elf.soname === library);
    const definitions = found?.elf.versionDefinitions?.map(({ name }) => name);
    if (found === undefined || definitions === undefined) return [];
    return versions
      .filter(({ name, isWeak }) => !isWeak && !definitions.includes(name))
      .map(({ name }) => ({
        kind: 'version-missing' as const,
        path: object.path,
        libraryPath: found.path,
        version: name,
        newest: newestOf(name, definitions),
      }));
  });
