import { isMusl, load, type LoadOptions } from './load.ts';
import type { Loaded } from './search.ts';
import type { ElfFile, LoaderFiles } from './loader-files.ts';
import { newestByFamily, parseVersionName } from './version-name.ts';

/** Why a program does not start, or a library cannot be opened. */
export type LoadProblem =
  /** The file that the kernel starts in place of the binary. */
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

export interface Resolved {
  /** What comes into memory, in its order: the binary, its loader, and the libraries that they need. */
  objects: Loaded[];
  problems: LoadProblem[];
}

/**
 * What a dynamic loader would do with a binary, or with a library that a program opens while it runs; `opener`
 * is all that this program has in memory then.
 */
export function resolveBinary(
  files: LoaderFiles,
  binary: ElfFile,
  options: LoadOptions & { opener?: readonly Loaded[] } = {},
): Resolved {
  const { interpreter } = binary.elf;
  if (interpreter !== undefined && files.elf(interpreter) === undefined) {
    // Nobody is there to look for libraries.
    const problem = { kind: 'interpreter-missing' as const, path: binary.path, interpreter };
    return { objects: [], problems: [problem] };
  }
  const objects = load(files, binary, options);
  const process = interpreter === undefined ? (options.opener ?? []) : [];
  const problems = objects.flatMap(missingLibraries);
  // musl takes no notice of versions.
  if (!isMusl(interpreter ?? process[0]?.elf.interpreter)) {
    problems.push(...missingVersions(objects, process));
  }
  return { objects, problems };
}

function missingLibraries({ path, libraries }: Loaded): LoadProblem[] {
  return [...libraries]
    .filter(([, library]) => library === undefined)
    .map(([library]) => ({ kind: 'library-missing', path, library }));
}

interface Definitions {
  names: ReadonlySet<string>;
  newest: ReadonlyMap<string, string>;
}

/** As _dl_check_map_versions of glibc: a library without any versions is taken as it is. */
function missingVersions(objects: readonly Loaded[], process: readonly Loaded[]): LoadProblem[] {
  const bySoname = new Map<string | undefined, Loaded>();
  for (const each of [...objects, ...process].toReversed()) bySoname.set(each.elf.soname, each);
  const read = new Map<Loaded, Definitions | undefined>();
  function definitionsOf(library: Loaded): Definitions | undefined {
    if (!read.has(library)) read.set(library, definitions(library));
    return read.get(library);
  }
  return objects.flatMap((object) =>
    object.elf.versionNeeds.flatMap(({ library, versions }) => {
      const found = object.libraries.get(library) ?? bySoname.get(library);
      const defined = found && definitionsOf(found);
      if (found === undefined || defined === undefined) return [];
      return versions
        .filter(({ name, isWeak }) => !isWeak && !defined.names.has(name))
        .map(({ name }) => ({
          kind: 'version-missing' as const,
          path: object.path,
          libraryPath: found.path,
          version: name,
          newest: defined.newest.get(parseVersionName(name)?.family ?? ''),
        }));
    }),
  );
}

function definitions({ elf }: Loaded): Definitions | undefined {
  const names = elf.versionDefinitions?.map(({ name }) => name);
  return names && { names: new Set(names), newest: newestByFamily(names) };
}
