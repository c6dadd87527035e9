import { isShellForm } from '../command.ts';
import type { Rule } from '../rule.ts';

export const entrypointSymlink: Rule = {
  id: 'entrypoint-symlink',
  severity: 'warning',
  title: 'ENTRYPOINT is no symbolic link',
  why: 'Lambda asks for it: "enter the absolute path; do not use symlinks as the entry point".',
  *check({ image, command }) {
    const [program] = command;
    // /bin/sh is one everywhere, and the shell form has a rule of its own.
    if (program === undefined || isShellForm(command) || !program.startsWith('/')) return;
    const link = image.files.findLink(program);
    if ('problem' in link || link.facts.type !== 'symlink') return;
    const target = image.files.find(program);
    if ('problem' in target) return;
    yield {
      found: `Expected a program, found a symbolic link to ${target.path}.`,
      where: program,
      fix: `Write ${target.path}.`,
    };
  },
};
