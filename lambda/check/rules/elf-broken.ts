import { functionDirectories, isWithin } from '../function-directories.ts';
import type { Rule } from '../rule.ts';

export const elfBroken: Rule = {
  id: 'elf-broken',
  severity: 'error',
  title: 'programs and libraries are whole',
  why: 'What begins as a program and is none was cut off, or written over: it ends with "exec format error".',
  *check({ image, started }) {
    const directories = functionDirectories(image);
    const startedPaths = new Set(started.map(({ path }) => path));
    for (const { path, facts } of image.files.all()) {
      if (facts.elf === undefined || 'facts' in facts.elf) continue;
      if (!startedPaths.has(path) && !isWithin(path, directories)) continue;
      yield {
        found: `Expected a program or library, found a broken one: ${facts.elf.problem}`,
        where: path,
        fix: 'Build or copy it again.',
      };
    }
  },
};
