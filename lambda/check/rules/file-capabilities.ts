import type { Rule } from '../rule.ts';

export const fileCapabilities: Rule = {
  id: 'file-capabilities',
  severity: 'error',
  preventsStart: 'always',
  title: 'no binary that is started has file capabilities',
  why: 'Lambda grants no capabilities. The kernel does not start a binary that setcap has given some with +ep: "operation not permitted". Typical cases are web servers that listen on port 80.',
  *check({ started, named }) {
    const paths = new Set<string>();
    for (const { path, facts } of [...started, ...named]) {
      // The kernel ignores those of scripts.
      if (facts.isCapable !== true || facts.elf === undefined || paths.has(path)) continue;
      paths.add(path);
      yield {
        found: 'Expected no file capabilities, found some that setcap has set.',
        where: path,
        fix: `RUN setcap -r ${path}`,
      };
    }
  },
};
