import { emulatorsIn } from '../emulator.ts';
import type { Rule } from '../rule.ts';

export const emulatorArchitecture: Rule = {
  id: 'emulator-architecture',
  severity: 'error',
  title: 'the Runtime Interface Emulator is built for the architecture of the image',
  why: 'An emulator for another architecture fails with "exec format error" on your machine. Each release has two binaries: aws-lambda-rie for x86_64 and aws-lambda-rie-arm64 for arm64.',
  *check({ image }) {
    const expected = image.config.architecture;
    for (const { path, facts } of emulatorsIn(image)) {
      if (facts.elf === undefined || 'problem' in facts.elf) continue;
      const { architecture } = facts.elf.facts;
      if (architecture === expected) continue;
      yield {
        found: `Expected an emulator for ${expected ?? 'a known architecture'}, found one for ${architecture ?? 'an unknown architecture'}.`,
        where: path,
        fix: 'Copy the binary for the architecture of the image.',
      };
    }
  },
};
