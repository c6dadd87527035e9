import { closedFolder, workingFolder } from '../command.ts';
import { octal } from '../octal.ts';
import type { Rule } from '../rule.ts';

export const workdir: Rule = {
  id: 'workdir',
  severity: 'error',
  preventsStart: 'always',
  title: 'WORKDIR is a folder that all users may enter',
  why: 'Lambda starts the function in it, as a user that is neither root nor the owner. A folder that it may not enter, such as /root, is "permission denied" and Runtime.InvalidWorkingDir.',
  *check({ image }) {
    const folder = workingFolder(image);
    const found = image.files.find(folder);
    if ('problem' in found || found.facts.type !== 'folder') {
      yield {
        found: `Expected the folder ${folder}, found ${'problem' in found ? 'none' : `a ${found.facts.type}`}.`,
        where: 'WORKDIR',
        fix: `RUN mkdir -p ${folder}, or another WORKDIR.`,
      };
      return;
    }
    const closed = closedFolder(image, found.path);
    if (closed === undefined) return;
    yield {
      found: `Expected permission for others to enter ${closed.path}, found mode ${octal(closed.facts.mode)}.`,
      where: `WORKDIR ${folder}`,
      fix:
        closed.path === '/root'
          ? 'WORKDIR /var/task'
          : `RUN chmod 755 ${closed.path}, or another WORKDIR.`,
    };
  },
};
