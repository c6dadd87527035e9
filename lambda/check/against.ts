import path from 'node:path';

import type { ElfFacts, VersionNeed } from '../image/elf/elf-facts.ts';
import { once } from '../image/once.ts';
import type { ElfFile } from '../image/loader/loader-files.ts';
import { compareNumbers, parseVersionName } from '../image/loader/version-name.ts';
import type { Target } from './against-target.ts';

/** Whether a binary or library of a zip file or a layer can be loaded on a system. */
export interface Fit {
  /** The path as given. */
  file: string;
  /** The newest version of each family that it needs from the system: `{ GLIBC: '2.38' }`. */
  needs: Record<string, string>;
  /** Sentences that say what is needed, what the system has and what to do. Empty if the file can be loaded. */
  problems: string[];
}

/** An ELF file with the path as given. */
export type GivenElf = ElfFile & { name: string };

export interface AgainstOptions {
  /** The architecture of the function in Docker's spelling. Default: not compared. */
  architecture?: string | undefined;
}

/**
 * Compares what ELF files need with what a system has. Libraries among the files themselves, as in a layer that
 * contains its own, are compared with what the other files need from them.
 */
export function against(
  files: readonly GivenElf[],
  target: Target,
  { architecture }: AgainstOptions = {},
): Fit[] {
  const own = new Map(files.map(({ name, elf }) => [elf.soname ?? path.posix.basename(name), elf]));
  return files.map(({ name, elf }) => {
    const problems: string[] = [];
    function add(need: string, has: string, fix: string): void {
      problems.push(`${path.posix.basename(name)} needs ${need}; ${has}: ${fix}`);
    }
    if (architecture !== undefined && elf.architecture !== architecture) {
      const found = elf.architecture ?? `machine ${elf.machine}`;
      add(`the architecture ${found}`, `the function has ${architecture}`, 'build for that one');
    }
    const musl = elf.interpreter ?? elf.needed.find((each) => isMusl(each));
    if (musl !== undefined && isMusl(musl)) {
      add(
        `${musl} (musl)`,
        `${target.name} has glibc`,
        'build on a system with glibc, or link statically',
      );
    }
    const newest = newestNeeds(elf.versionNeeds.filter(({ library }) => !own.has(library)));
    for (const { family, version, numbers, library } of newest.values()) {
      const has = target.versions[family];
      if (has === undefined || compareNumbers(numbers, has) <= 0) continue;
      add(`${version} (from ${library})`, `${target.name} has ${has.join('.')}`, rebuild);
    }
    for (const { library, versions } of elf.versionNeeds) {
      const definer = own.get(library);
      const defined = definer && namesDefined(definer);
      if (defined === undefined) continue;
      for (const version of versions) {
        if (version.isWeak || defined.has(version.name)) continue;
        add(`${version.name} (from ${library})`, `the given ${library} does not have it`, rebuild);
      }
    }
    return {
      file: name,
      needs: Object.fromEntries(
        [...newest.values()].map(({ family, numbers }) => [family, numbers.join('.')]),
      ),
      problems,
    };
  });
}

const namesDefined = once(
  ({ versionDefinitions }: ElfFacts) =>
    versionDefinitions && new Set(versionDefinitions.map(({ name }) => name)),
);

const rebuild = 'build on the release that you run on, or use a container image';

function isMusl(name: string): boolean {
  return /(^|\/)(ld-musl-|libc\.musl-)/.test(name);
}

interface Need {
  family: string;
  version: string;
  numbers: readonly number[];
  library: string;
}

/** No symbol has this version. Binaries linked with DT_RELR need it; glibc has it since 2.36 (NEWS of glibc 2.36). */
const marks: Readonly<Record<string, { family: string; numbers: readonly number[] }>> = {
  GLIBC_ABI_DT_RELR: { family: 'GLIBC', numbers: [2, 36] },
};

function newestNeeds(needs: readonly VersionNeed[]): Map<string, Need> {
  const newest = new Map<string, Need>();
  for (const { library, versions } of needs) {
    for (const { name, isWeak } of versions) {
      const parsed = marks[name] ?? parseVersionName(name);
      if (isWeak || parsed === undefined) continue;
      const before = newest.get(parsed.family);
      if (before !== undefined && compareNumbers(before.numbers, parsed.numbers) >= 0) continue;
      newest.set(parsed.family, { ...parsed, version: name, library });
    }
  }
  return newest;
}
