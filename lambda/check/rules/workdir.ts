import { closedDirectory, workingDirectory } from '../command.ts';
import { octal } from '../octal.ts';
import type { Rule } from '../rule.ts';

export const workdir: Rule = {
  id: 'workdir',
  severity: 'error',
  preventsStart: 'always',
  title: 'WORKDIR is a directory that all users may enter',
  why: 'Lambda starts the function in WORKDIR, as a user that is neither root nor the owner. If that user may not enter it, as with /root, each invocation fails with Runtime.InvalidWorkingDir: "permission denied".',
  *check({ image }) {
    const directory = workingDirectory(image);
    const found = image.files.find(directory);
    if ('problem' in found || found.facts.type !== 'directory') {
      yield {
        found: `Expected the directory ${directory}, found ${'problem' in found ? 'none' : `a ${found.facts.type}`}.`,
        where: 'WORKDIR',
        fix: `RUN mkdir -p ${directory}, or set another WORKDIR.`,
      };
      return;
    }
    const closed = closedDirectory(image, found.path);
    if (closed === undefined) return;
    yield {
      found: `Expected permission for others to enter ${closed.path}, found mode ${octal(closed.facts.mode)}.`,
      where: `WORKDIR ${directory}`,
      fix:
        closed.path === '/root'
          ? 'WORKDIR /var/task'
          : `RUN chmod 755 ${closed.path}, or set another WORKDIR.`,
    };
  },
};
