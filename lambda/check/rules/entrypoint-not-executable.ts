import type { ImageFacts } from '../../image/image-facts.ts';
import type { FoundFile } from '../../image/tree/file-tree.ts';
import { closedDirectory } from '../command.ts';
import { octal } from '../octal.ts';
import type { Problem, Rule } from '../rule.ts';

export const entrypointNotExecutable: Rule = {
  id: 'entrypoint-not-executable',
  severity: 'error',
  preventsStart: 'always',
  title: 'all users may execute the files that Lambda starts',
  why: 'Lambda starts it as a user that is neither root nor the owner. Without read and execute permission for others, on the file and on the directories above it, each invocation fails with Runtime.InvalidEntrypoint: "permission denied". Lambda starts all files in /opt/extensions: one that cannot be started fails each invocation with Extension.LaunchError.',
  *check({ image, launched }) {
    for (const { file } of launched) if (file !== undefined) yield* problemsOf(image, file);
  },
};

function* problemsOf(image: ImageFacts, { path, facts }: FoundFile): Iterable<Problem> {
  const { mode, elf } = facts;
  // The kernel runs a binary without read permission; a script has to be read by its interpreter.
  const needed = elf === undefined ? 0o005 : 0o001;
  if ((mode & needed) !== needed) {
    yield {
      found: `Expected permission for others to ${elf === undefined ? 'read and execute' : 'execute'} it, found mode ${octal(mode)}.`,
      where: path,
      fix: `COPY --chmod=755 … ${path}`,
    };
  }
  const closed = closedDirectory(image, path);
  if (closed === undefined) return;
  yield {
    found: `Expected permission for others to enter ${closed.path}, found mode ${octal(closed.facts.mode)}.`,
    where: path,
    fix: `RUN chmod 755 ${closed.path}, or move the file to another directory.`,
  };
}
