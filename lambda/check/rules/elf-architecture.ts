import type { Rule } from '../rule.ts';

export const elfArchitecture: Rule = {
  id: 'elf-architecture',
  severity: 'error',
  preventsStart: 'if-started',
  title: 'programs are for the processor of the image',
  why: 'A program for another processor ends with "exec format error" and Runtime.InvalidEntrypoint, whatever the configuration of the image says. A native addon for another one cannot be opened.',
  *check({ image, programs }) {
    const expected = image.config.architecture;
    for (const { path, elf } of programs) {
      if (elf.architecture === expected) continue;
      yield {
        found: `Expected a program for ${expected ?? 'a known processor'}, found one for ${elf.architecture ?? `machine ${elf.machine}`}.`,
        where: path,
        fix: `docker build --platform linux/${expected ?? 'amd64'} …, and copy no programs from your machine.`,
      };
    }
  },
};
