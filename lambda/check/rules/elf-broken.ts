import type { Rule } from '../rule.ts';

export const elfBroken: Rule = {
  id: 'elf-broken',
  severity: 'error',
  title: 'binaries and libraries are complete',
  why: 'A file with an ELF header that is truncated or corrupt fails with "exec format error" or cannot be loaded.',
  *check({ image, own, started }) {
    const startedPaths = new Set(started.map(({ path }) => path));
    for (const file of image.files.all()) {
      const { path, facts } = file;
      if (facts.elf === undefined || 'facts' in facts.elf) continue;
      if (!startedPaths.has(path) && !own.isCode(file)) continue;
      yield {
        found: `Expected a valid ELF file, found a broken one: ${facts.elf.problem}`,
        where: path,
        fix: 'Build or copy the file again.',
      };
    }
  },
};
