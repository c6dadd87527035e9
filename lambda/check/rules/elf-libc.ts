import { type Libc, libcOf } from '../libc-of.ts';
import { openerOf } from '../programs.ts';
import type { Rule } from '../rule.ts';

export const elfLibc: Rule = {
  id: 'elf-libc',
  severity: 'error',
  title: 'a program and its libraries are for the same libc',
  why: 'glibc and musl cannot be in one process: a native addon that was built for the other one fails when it is opened, or crashes.',
  *check({ programs }) {
    const opener = openerOf(programs);
    for (const { path, elf, resolved } of programs) {
      const kinds = new Map<Libc, string>();
      const isOpened = elf.interpreter === undefined && opener !== undefined;
      for (const each of [...(isOpened ? [opener] : []), ...resolved.objects]) {
        const libc = libcOf(each.elf);
        if (libc !== undefined && !kinds.has(libc)) kinds.set(libc, each.path);
      }
      if (kinds.size < 2) continue;
      yield {
        found: `Expected one libc, found two: glibc for ${kinds.get('glibc')}, musl for ${kinds.get('musl')}.`,
        where: path,
        fix: 'Install packages in the image that you run on: never copy node_modules, _build or deps from another system.',
      };
    }
  },
};
