import { emulatorsIn } from '../emulator.ts';
import type { Rule } from '../rule.ts';

export const emulatorLeft: Rule = {
  id: 'emulator-left',
  severity: 'remark',
  title: 'the Runtime Interface Emulator is not in the image that is deployed',
  why: 'Lambda does not need it, and vulnerability scanners report it.',
  *check({ image }) {
    for (const { path, facts } of emulatorsIn(image)) {
      if (facts.type !== 'file') continue;
      yield {
        found: 'Expected no emulator, found one.',
        where: path,
        fix: 'Deploy another target of the Dockerfile: docker build --target function …',
      };
    }
  },
};
