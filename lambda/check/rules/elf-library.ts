import type { CheckedBinary } from '../binaries.ts';
import type { Problem, Rule } from '../rule.ts';

export const elfLibrary: Rule = {
  id: 'elf-library',
  severity: 'error',
  preventsStart: 'if-started',
  title: 'the shared libraries of each binary are in the image',
  why: 'A binary with a missing library exits before main(): "error while loading shared libraries".',
  *check({ binaries }) {
    yield* missingLibraries(
      binaries.filter(({ isStarted, elf }) => isStarted || elf.interpreter !== undefined),
    );
  },
};

/** Each missing library once, even if several binaries need it. */
export function* missingLibraries(binaries: readonly CheckedBinary[]): Iterable<Problem> {
  const seen = new Set<string>();
  for (const { path, resolved } of binaries) {
    for (const problem of resolved.problems) {
      if (problem.kind !== 'library-missing') continue;
      const key = `${problem.path} ${problem.library}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield {
        found: `Expected the library ${problem.library}, found none in the directories that the loader searches.`,
        where: problem.path === path ? path : `${problem.path}, needed by ${path}`,
        fix: `Install the package that provides ${problem.library}, or copy the library from the build stage.`,
      };
    }
  }
}
