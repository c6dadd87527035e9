import { findCommand, shebangOf } from '../command.ts';
import type { Rule } from '../rule.ts';

export const scriptInterpreter: Rule = {
  id: 'script-interpreter',
  severity: 'error',
  preventsStart: 'always',
  title: 'the interpreter of the entry script is in the image',
  why: 'The kernel starts the interpreter that the first line of a script names. If that line is missing, has a byte order mark before it, names a missing file or ends with a carriage return, each invocation fails with Runtime.InvalidEntrypoint: "exec format error", or "no such file or directory" although the script exists.',
  *check({ image, command: [executable] }) {
    const found = executable === undefined ? undefined : findCommand(image, executable);
    if (found === undefined || found.facts.elf !== undefined) return;
    // The rule binary-system reports it.
    if (found.facts.foreignSystem !== undefined) return;
    const where = found.path;
    const shebang = shebangOf(found.facts.content);
    const mark = byteOrderMark(found.facts.content);
    if (mark !== undefined) {
      yield {
        found: `Expected a script that begins with #!, found a byte order mark (BOM) of ${mark} before it.`,
        where,
        fix: `Save the file as UTF-8 without a BOM${mark === 'UTF-8' ? `, or run: sed -i '1s/^\\xef\\xbb\\xbf//' ${where.split('/').at(-1)}` : ''}`,
      };
    } else if (shebang === undefined) {
      yield {
        found: 'Expected a binary or a script whose first line begins with #!, found neither.',
        where,
        fix: 'Add #!/bin/sh as the first line.',
      };
    } else if (shebang.hasCarriageReturn) {
      yield {
        found: `Expected the interpreter ${shebang.interpreter}, found a carriage return after its name: the file has Windows line endings.`,
        where,
        fix: `Add *.sh text eol=lf to .gitattributes, and run: sed -i 's/\\r$//' ${where.split('/').at(-1)}`,
      };
    } else if (!shebang.interpreter.startsWith('/') || isAbsent(image.files, shebang.interpreter)) {
      yield {
        found: `Expected the interpreter ${shebang.interpreter} in the image, found none.`,
        where,
        fix: 'Install it, or use an interpreter that is in the image, such as #!/bin/sh.',
      };
    } else if (shebang.viaEnv !== undefined) {
      if (findCommand(image, shebang.viaEnv) === undefined) {
        yield {
          found: `Expected the interpreter ${shebang.viaEnv} on the PATH, found none.`,
          where,
          fix: 'Install it, or use an interpreter that is in the image, such as #!/bin/sh.',
        };
      }
    }
  },
};

/** Editors on Windows write it. */
function byteOrderMark(content: Buffer | undefined): string | undefined {
  const head = content?.toString('latin1', 0, 3) ?? '';
  if (head === '\xef\xbb\xbf') return 'UTF-8';
  return head.startsWith('\xff\xfe') || head.startsWith('\xfe\xff') ? 'UTF-16' : undefined;
}

function isAbsent(files: { find(path: string): object }, path: string): boolean {
  return 'problem' in files.find(path);
}
