import { emulatorsIn } from '../emulator.ts';
import type { Rule } from '../rule.ts';

export const emulatorArchitecture: Rule = {
  id: 'emulator-architecture',
  severity: 'error',
  title: 'the Runtime Interface Emulator is for the processor of the image',
  why: 'One for another processor ends with "exec format error" on your machine. Its release has two files: aws-lambda-rie is for x86_64, aws-lambda-rie-arm64 for arm64.',
  *check({ image }) {
    const expected = image.config.architecture;
    for (const { path, facts } of emulatorsIn(image)) {
      if (facts.elf === undefined || 'problem' in facts.elf) continue;
      const { architecture } = facts.elf.facts;
      if (architecture === expected) continue;
      yield {
        found: `Expected an emulator for ${expected ?? 'a known processor'}, found one for ${architecture ?? 'another'}.`,
        where: path,
        fix: 'Take the file for that processor.',
      };
    }
  },
};
