import type { Rule } from '../rule.ts';

export const elfArchitecture: Rule = {
  id: 'elf-architecture',
  severity: 'error',
  preventsStart: 'if-started',
  title: 'binaries are built for the architecture of the image',
  why: 'A binary for another architecture fails with "exec format error" and Runtime.InvalidEntrypoint, whatever the image configuration says. A native addon for another architecture cannot be loaded.',
  *check({ image, binaries }) {
    const expected = image.config.architecture;
    for (const { path, elf } of binaries) {
      if (elf.architecture === expected) continue;
      yield {
        found: `Expected a binary for ${expected ?? 'a known architecture'}, found one for ${elf.architecture ?? `machine ${elf.machine}`}.`,
        where: path,
        fix: `docker build --platform linux/${expected ?? 'amd64'} …; do not copy binaries from your machine.`,
      };
    }
  },
};
