import { closedDirectory, findCommand } from '../command.ts';
import { octal } from '../octal.ts';
import type { Rule } from '../rule.ts';

export const entrypointNotExecutable: Rule = {
  id: 'entrypoint-not-executable',
  severity: 'error',
  preventsStart: 'always',
  title: 'all users may execute the file that Lambda starts',
  why: 'Lambda starts it as a user that is neither root nor the owner. Without read and execute permission for others, on the file and on the directories above it, each invocation fails with Runtime.InvalidEntrypoint: "permission denied".',
  *check({ image, command: [executable] }) {
    const found = executable === undefined ? undefined : findCommand(image, executable);
    if (found === undefined) return;
    const { mode, elf } = found.facts;
    // The kernel runs a binary without read permission; a script has to be read by its interpreter.
    const needed = elf === undefined ? 0o005 : 0o001;
    if ((mode & needed) !== needed) {
      yield {
        found: `Expected permission for others to ${elf === undefined ? 'read and execute' : 'execute'} it, found mode ${octal(mode)}.`,
        where: found.path,
        fix: `COPY --chmod=755 … ${found.path}`,
      };
    }
    const closed = closedDirectory(image, found.path);
    if (closed === undefined) return;
    yield {
      found: `Expected permission for others to enter ${closed.path}, found mode ${octal(closed.facts.mode)}.`,
      where: found.path,
      fix: `RUN chmod 755 ${closed.path}, or move the file to another directory.`,
    };
  },
};
