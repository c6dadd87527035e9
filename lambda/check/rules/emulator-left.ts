import { emulatorsIn } from '../emulator.ts';
import type { Rule } from '../rule.ts';

export const emulatorLeft: Rule = {
  id: 'emulator-left',
  severity: 'remark',
  title: 'the deployed image does not contain the Runtime Interface Emulator',
  why: 'Lambda does not use it, it makes the image larger, and vulnerability scanners report it.',
  *check({ image }) {
    for (const { path, facts } of emulatorsIn(image)) {
      if (facts.type !== 'file') continue;
      yield {
        found: 'Expected no emulator, found one.',
        where: path,
        fix: 'Deploy a target without the emulator: docker build --target function …',
      };
    }
  },
};
