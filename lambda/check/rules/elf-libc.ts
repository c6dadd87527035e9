import type { Rule } from '../rule.ts';

const libcOf = (name: string): 'glibc' | 'musl' | undefined => {
  if (/^(libc\.so\.6|ld-linux[-.].*)$/.test(name)) return 'glibc';
  if (/^(libc\.musl-.*|ld-musl-.*)$/.test(name)) return 'musl';
  return undefined;
};

export const elfLibc: Rule = {
  id: 'elf-libc',
  severity: 'error',
  title: 'a program and its libraries are for the same libc',
  why: 'glibc and musl cannot be in one process: a native addon that was built for the other one fails when it is opened, or crashes.',
  *check({ programs }) {
    for (const { path, resolved } of programs) {
      const kinds = new Map<string, string>();
      for (const { path: file, elf } of resolved.objects) {
        for (const name of elf.needed) {
          const libc = libcOf(name);
          if (libc !== undefined && !kinds.has(libc)) kinds.set(libc, file);
        }
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
