import path from 'node:path';

import type { Rule } from '../rule.ts';

export const elfVersion: Rule = {
  id: 'elf-version',
  severity: 'error',
  preventsStart: 'if-started',
  title: 'libraries have the versions that programs need',
  why: 'A program that was built on a newer system needs symbols that older libraries lack: "version `GLIBC_2.38\' not found". The libc of Lambda\'s own system does not matter: an image brings its own.',
  *check({ programs }) {
    const seen = new Set<string>();
    for (const { resolved } of programs) {
      for (const problem of resolved.problems) {
        if (problem.kind !== 'version-missing') continue;
        const key = `${problem.path} ${problem.version}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const library = path.posix.basename(problem.libraryPath);
        const has = problem.newest ?? 'none of that name';
        yield {
          found: `Expected ${problem.version} (from ${library}), found ${has}.`,
          where: problem.path,
          fix: 'Build on the release that you run on, or on an older one; with the scratch base the libraries of the build go along.',
        };
      }
    }
  },
};
