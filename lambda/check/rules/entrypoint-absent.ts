import { findCommand } from '../command.ts';
import type { Rule } from '../rule.ts';

export const entrypointAbsent: Rule = {
  id: 'entrypoint-absent',
  severity: 'error',
  preventsStart: 'always',
  title: 'the file that Lambda starts is in the image',
  why: 'Otherwise each invocation fails with Runtime.InvalidEntrypoint: "fork/exec …: no such file or directory". The path of a binary can differ between base images.',
  *check({ image, command: [executable] }) {
    if (executable === undefined || executable === '') return;
    if (findCommand(image, executable) !== undefined) return;
    const where = image.config.entrypoint === undefined ? 'CMD' : 'ENTRYPOINT';
    yield {
      found: `Expected the file ${executable} in the image, found none.`,
      where,
      fix: executable.includes('/')
        ? `COPY --chmod=755 … ${executable}, or correct the path.`
        : 'Install it, or write its absolute path.',
    };
  },
};
