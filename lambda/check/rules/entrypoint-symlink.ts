import { isShellForm } from '../command.ts';
import type { Rule } from '../rule.ts';

export const entrypointSymlink: Rule = {
  id: 'entrypoint-symlink',
  severity: 'warning',
  title: 'ENTRYPOINT is not a symbolic link',
  why: 'The Lambda console asks for it: "enter the absolute path; do not use symlinks as the entry point".',
  *check({ image, command }) {
    const [executable] = command;
    // /bin/sh is a symbolic link on most distributions, and shell form has its own rule.
    if (executable === undefined || isShellForm(command) || !executable.startsWith('/')) return;
    const link = image.files.findLink(executable);
    if ('problem' in link || link.facts.type !== 'symlink') return;
    const target = image.files.find(executable);
    if ('problem' in target) return;
    yield {
      found: `Expected a regular file, found a symbolic link to ${target.path}.`,
      where: executable,
      fix: `Write ${target.path}.`,
    };
  },
};
