import type { Rule } from '../rule.ts';

export const elfInterpreter: Rule = {
  id: 'elf-interpreter',
  severity: 'error',
  preventsStart: 'if-started',
  title: 'the loader of each program is there',
  why: 'The kernel starts the loader that a program names. Without it the program ends with "no such file or directory", though it is there: typical of a program for glibc in an image of Alpine, or of one that is not static on scratch.',
  *check({ programs }) {
    for (const { resolved } of programs) {
      for (const problem of resolved.problems) {
        if (problem.kind !== 'interpreter-missing') continue;
        const libc = problem.interpreter.includes('musl') ? 'musl, the libc of Alpine' : 'glibc';
        yield {
          found: `Expected the loader ${problem.interpreter} (${libc}) in the image, found none.`,
          where: problem.path,
          fix: 'Build on the base image that you run on, or build a static program.',
        };
      }
    }
  },
};
