import { functionFolders } from '../programs.ts';
import type { Rule } from '../rule.ts';

export const elfBroken: Rule = {
  id: 'elf-broken',
  severity: 'error',
  title: 'programs and libraries are whole',
  why: 'What begins as a program and is none was cut off, or is a pointer of Git LFS: it ends with "exec format error".',
  *check({ image }) {
    const folders = functionFolders(image);
    for (const { path, facts } of image.files.all()) {
      if (facts.elf === undefined || 'facts' in facts.elf) continue;
      if (!folders.some((folder) => path.startsWith(`${folder}/`))) continue;
      yield {
        found: `Expected a program or library, found a broken one: ${facts.elf.problem}`,
        where: path,
        fix: 'Build or copy it again.',
      };
    }
  },
};
