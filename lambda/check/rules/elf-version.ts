import path from 'node:path';

import type { Rule } from '../rule.ts';

export const elfVersion: Rule = {
  id: 'elf-version',
  severity: 'error',
  preventsStart: 'if-started',
  title: 'libraries have the symbol versions that binaries need',
  why: 'A binary built on a newer release needs symbol versions that older libraries do not have: "version `GLIBC_2.38\' not found". The libc of Lambda\'s managed runtimes does not matter: an image contains its own.',
  *check({ binaries }) {
    const seen = new Set<string>();
    for (const { resolved } of binaries) {
      for (const problem of resolved.problems) {
        if (problem.kind !== 'version-missing') continue;
        const key = `${problem.path} ${problem.version}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const library = path.posix.basename(problem.libraryPath);
        const has = problem.newest ?? 'no version of that family';
        yield {
          found: `Expected ${problem.version} (from ${library}), found ${has}.`,
          where: problem.path,
          fix: 'Build on the release that you run on, or on an older one. The scratch base copies the libraries of the build stage into the image.',
        };
      }
    }
  },
};
