import { findCommand } from '../command.ts';
import type { Rule } from '../rule.ts';

export const entrypointAbsent: Rule = {
  id: 'entrypoint-absent',
  severity: 'error',
  preventsStart: 'always',
  title: 'the program that Lambda starts is in the image',
  why: 'Otherwise each invocation fails with Runtime.InvalidEntrypoint: "fork/exec …: no such file or directory". Where a program is differs from one base image to another.',
  *check({ image, command: [program] }) {
    if (program === undefined || program === '') return;
    if (findCommand(image, program) !== undefined) return;
    const where = image.config.entrypoint === undefined ? 'CMD' : 'ENTRYPOINT';
    yield {
      found: `Expected the program ${program} in the image, found none.`,
      where,
      fix: program.includes('/')
        ? `COPY --chmod=755 … ${program}, or the path at which it is.`
        : 'Write the absolute path at which it is.',
    };
  },
};
