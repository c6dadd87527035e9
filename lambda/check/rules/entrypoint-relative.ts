import { findCommand } from '../command.ts';
import type { Rule } from '../rule.ts';

export const entrypointRelative: Rule = {
  id: 'entrypoint-relative',
  severity: 'warning',
  title: 'ENTRYPOINT begins with an absolute path',
  why: 'Lambda asks for the absolute path (Lambda guide, "Create a Lambda function using a container image"); managed instances refuse any other with FunctionError.InvalidEntryPoint.',
  *check({ image, command: [program] }) {
    if (program === undefined || program === '' || program.startsWith('/')) return;
    const found = findCommand(image, program);
    if (found === undefined) return;
    yield {
      found: `Expected an absolute path, found ${program}.`,
      where: image.config.entrypoint === undefined ? 'CMD' : 'ENTRYPOINT',
      fix: `Write ${found.path}.`,
    };
  },
};
