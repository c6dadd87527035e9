import { findCommand, shebangOf } from '../command.ts';
import type { Rule } from '../rule.ts';

export const scriptInterpreter: Rule = {
  id: 'script-interpreter',
  severity: 'error',
  preventsStart: 'always',
  title: 'the entry script names an interpreter that is there',
  why: 'The kernel starts what the first line of a script names. Without it, or with a carriage return at its end, Lambda fails with Runtime.InvalidEntrypoint: "exec format error", or "no such file or directory" for a script that is there.',
  *check({ image, command: [program] }) {
    const found = program === undefined ? undefined : findCommand(image, program);
    if (found === undefined || found.facts.elf !== undefined) return;
    const where = found.path;
    const shebang = shebangOf(found.facts.content);
    if (shebang === undefined) {
      yield {
        found: 'Expected a program, or a script whose first line begins with #!, found neither.',
        where,
        fix: 'Make #!/bin/sh its first line.',
      };
    } else if (shebang.hasCarriageReturn) {
      yield {
        found: `Expected the interpreter ${shebang.interpreter}, found a carriage return behind its name: the file has the line ends of Windows.`,
        where,
        fix: `*.sh text eol=lf in .gitattributes, then: sed -i 's/\\r$//' ${where.split('/').at(-1)}`,
      };
    } else if (!shebang.interpreter.startsWith('/') || isAbsent(image.files, shebang.interpreter)) {
      yield {
        found: `Expected the interpreter ${shebang.interpreter} in the image, found none.`,
        where,
        fix: 'Install it, or name one that is there: #!/bin/sh',
      };
    } else if (shebang.viaEnv !== undefined) {
      if (findCommand(image, shebang.viaEnv) === undefined) {
        yield {
          found: `Expected the interpreter ${shebang.viaEnv} on the PATH, found none.`,
          where,
          fix: 'Install it, or name one that is there: #!/bin/sh',
        };
      }
    }
  },
};

function isAbsent(files: { find(path: string): object }, path: string): boolean {
  return 'problem' in files.find(path);
}
