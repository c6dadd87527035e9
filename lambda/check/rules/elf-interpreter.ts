import type { Rule } from '../rule.ts';

export const elfInterpreter: Rule = {
  id: 'elf-interpreter',
  severity: 'error',
  preventsStart: 'if-started',
  title: 'the dynamic loader of each binary is in the image',
  why: 'The kernel starts the dynamic loader that a binary names. If the loader is missing, starting the binary fails with "no such file or directory", although the binary exists. Typical causes: a glibc binary on Alpine, or a dynamically linked binary on scratch.',
  *check({ binaries }) {
    for (const { resolved } of binaries) {
      for (const problem of resolved.problems) {
        if (problem.kind !== 'interpreter-missing') continue;
        const libc = problem.interpreter.includes('musl') ? 'musl, the libc of Alpine' : 'glibc';
        yield {
          found: `Expected the loader ${problem.interpreter} (${libc}) in the image, found none.`,
          where: problem.path,
          fix: 'Build on the base image that you run on, or link statically.',
        };
      }
    }
  },
};
