import type { Budget } from '../budget.ts';
import type { ElfFacts } from '../elf/elf-facts.ts';
import { isMusl, load, type LoadOptions } from './load.ts';
import { once } from '../once.ts';
import type { Loaded } from './search.ts';
import type { ElfFile, LoaderFiles } from './loader-files.ts';
import { newestByFamily, parseVersionName } from './version-name.ts';

/** Why a binary does not start, or a library cannot be loaded. */
export type LoadProblem =
  /** The dynamic loader is missing. */
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
  /** The loaded objects in order: the binary, its loader, and the libraries that they need. */
  objects: Loaded[];
  problems: LoadProblem[];
}

/**
 * Resolves the libraries of a binary as a dynamic loader would, or those of a library that is loaded at run time;
 * `opener` are the objects that are in memory at that time.
 */
export function resolveBinary(
  files: LoaderFiles,
  binary: ElfFile,
  options: LoadOptions & { opener?: readonly Loaded[] } = {},
): Resolved {
  const { interpreter } = binary.elf;
  if (interpreter !== undefined && files.elf(interpreter) === undefined) {
    // Without a loader, no libraries are searched.
    const problem = { kind: 'interpreter-missing' as const, path: binary.path, interpreter };
    return { objects: [], problems: [problem] };
  }
  const objects = load(files, binary, options);
  const process = interpreter === undefined ? (options.opener ?? []) : [];
  const problems: LoadProblem[] = objects.flatMap(missingLibraries);
  // musl ignores versions.
  if (!isMusl(interpreter ?? process[0]?.elf.interpreter)) {
    for (const each of missingVersions(objects, process, files.budget)) problems.push(each);
  }
  files.budget.spend('keptBytes', problemBytes * problems.length);
  return { objects, problems };
}

/** What a problem takes in memory. */
const problemBytes = 128;

function missingLibraries({ path, libraries }: Loaded): LoadProblem[] {
  return [...libraries]
    .filter(([, library]) => library === undefined)
    .map(([library]) => ({ kind: 'library-missing', path, library }));
}

interface Definitions {
  names: ReadonlySet<string>;
  newest: ReadonlyMap<string, string>;
}

/** As _dl_check_map_versions of glibc: a library without versions matches any version. */
function missingVersions(
  objects: readonly Loaded[],
  process: readonly Loaded[],
  budget: Budget,
): LoadProblem[] {
  budget.spend('steps', objects.length + process.length);
  const bySoname = new Map<string | undefined, Loaded>();
  for (const each of [...objects, ...process].toReversed()) bySoname.set(each.elf.soname, each);
  return objects.flatMap((object) =>
    object.elf.versionNeeds.flatMap(({ library, versions }) => {
      const found = object.libraries.get(library) ?? bySoname.get(library);
      const defined = found && definitionsOf(found.elf);
      budget.spend('steps', 1 + versions.length);
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

const definitionsOf = once(({ versionDefinitions }: ElfFacts): Definitions | undefined => {
  const names = versionDefinitions?.map(({ name }) => name);
  return names && { names: new Set(names), newest: newestByFamily(names) };
});
