import { type Libc, libcOf } from '../libc-of.ts';
import { openerOf } from '../binaries.ts';
import type { Rule } from '../rule.ts';

export const elfLibc: Rule = {
  id: 'elf-libc',
  severity: 'error',
  title: 'a binary and its libraries use the same libc',
  why: 'glibc and musl cannot be loaded into one process: a native addon built for the other libc fails to load, or crashes.',
  *check({ image: { budget }, binaries }) {
    const opener = openerOf(binaries);
    for (const { path, elf, resolved } of binaries) {
      const kinds = new Map<Libc, string>();
      const isOpened = elf.interpreter === undefined && opener !== undefined;
      budget.spend('steps', resolved.objects.length);
      for (const each of [...(isOpened ? [opener] : []), ...resolved.objects]) {
        const libc = libcOf(each.elf);
        if (libc !== undefined && !kinds.has(libc)) kinds.set(libc, each.path);
      }
      if (kinds.size < 2) continue;
      yield {
        found: `Expected one libc, found two: glibc for ${kinds.get('glibc')}, musl for ${kinds.get('musl')}.`,
        where: path,
        fix: 'Install packages on the base image that you run on; do not copy node_modules, _build or deps from another system.',
      };
    }
  },
};
