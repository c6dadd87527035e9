import type { CheckedProgram } from '../programs.ts';
import type { Problem, Rule } from '../rule.ts';

export const elfLibrary: Rule = {
  id: 'elf-library',
  severity: 'error',
  preventsStart: 'if-started',
  title: 'each program finds its libraries',
  why: 'A program whose library is missing ends before its first instruction: "error while loading shared libraries".',
  *check({ programs }) {
    yield* missingLibraries(
      programs.filter(({ isStarted, elf }) => isStarted || elf.interpreter !== undefined),
    );
  },
};

/** What is missing, each once, however many programs need it. */
export function* missingLibraries(programs: readonly CheckedProgram[]): Iterable<Problem> {
  const seen = new Set<string>();
  for (const { path, resolved } of programs) {
    for (const problem of resolved.problems) {
      if (problem.kind !== 'library-missing') continue;
      const key = `${problem.path} ${problem.library}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield {
        found: `Expected the library ${problem.library}, found none where the loader looks.`,
        where: problem.path === path ? path : `${problem.path}, needed by ${path}`,
        fix: `Install the package that has ${problem.library}, or copy it from the build stage.`,
      };
    }
  }
}
