import { findCommand } from '../command.ts';
import type { Rule } from '../rule.ts';

export const entrypointNotExecutable: Rule = {
  id: 'entrypoint-not-executable',
  severity: 'error',
  title: 'all users may run the program that Lambda starts',
  why: 'Lambda starts it as a user that is neither root nor the owner: without read and execute permission for others it fails with Runtime.InvalidEntrypoint, "permission denied".',
  *check({ image, command: [program] }) {
    const found = program === undefined ? undefined : findCommand(image, program);
    if (found === undefined) return;
    const { mode, elf } = found.facts;
    // The kernel runs a program that it may not read; a script has to be read by its interpreter.
    const needed = elf === undefined ? 0o005 : 0o001;
    if ((mode & needed) === needed) return;
    yield {
      found: `Expected permission for others to ${elf === undefined ? 'read and run' : 'run'} it, found mode ${mode.toString(8).padStart(4, '0')}.`,
      where: found.path,
      fix: `COPY --chmod=755 … ${found.path}`,
    };
  },
};
