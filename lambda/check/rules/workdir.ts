import path from 'node:path';

import { workingFolder } from '../command.ts';
import type { Rule } from '../rule.ts';

export const workdir: Rule = {
  id: 'workdir',
  severity: 'error',
  title: 'WORKDIR is a folder that all users may enter',
  why: 'Lambda starts the function in it, as a user that is neither root nor the owner. A folder that it may not enter, such as /root, is "permission denied" and Runtime.InvalidWorkingDir.',
  *check({ image }) {
    const folder = workingFolder(image);
    if (folder === '/') return;
    const found = image.files.find(folder);
    if ('problem' in found || found.facts.type !== 'folder') {
      yield {
        found: `Expected the folder ${folder}, found ${'problem' in found ? 'none' : `a ${found.facts.type}`}.`,
        where: 'WORKDIR',
        fix: `RUN mkdir -p ${folder}, or another WORKDIR.`,
      };
      return;
    }
    for (let each = found.path; each !== '/'; each = path.posix.dirname(each)) {
      const parent = image.files.find(each);
      if ('problem' in parent || (parent.facts.mode & 0o001) !== 0) continue;
      yield {
        found: `Expected permission for others to enter ${each}, found mode ${parent.facts.mode.toString(8).padStart(4, '0')}.`,
        where: `WORKDIR ${folder}`,
        fix: each === '/root' ? 'WORKDIR /var/task' : `RUN chmod 755 ${each}, or another WORKDIR.`,
      };
    }
  },
};
