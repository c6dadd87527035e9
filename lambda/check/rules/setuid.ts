import { directorySet } from '../directory-set.ts';
import { functionDirectories } from '../function-directories.ts';
import type { Rule } from '../rule.ts';

export const setuid: Rule = {
  id: 'setuid',
  severity: 'warning',
  title: 'no binary of the function is setuid or setgid',
  why: 'Lambda grants no additional privileges: the bits have no effect, and a binary that needs them fails.',
  *check({ image }) {
    const isOfFunction = directorySet([...functionDirectories(image), '/usr/local']);
    for (const { path, facts } of image.files.all()) {
      if (facts.type !== 'file' || (facts.mode & 0o6000) === 0) continue;
      if (!isOfFunction(path)) continue;
      yield {
        found: `Expected a mode without setuid and setgid, found ${facts.mode.toString(8)}.`,
        where: path,
        fix: `RUN chmod a-s ${path}`,
      };
    }
  },
};
