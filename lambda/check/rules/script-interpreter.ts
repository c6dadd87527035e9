import path from 'node:path';

import type { ImageFacts } from '../../image/image-facts.ts';
import type { FoundFile } from '../../image/tree/file-tree.ts';
import { findCommand, locateCommand, shebangOf } from '../command.ts';
import { extensionsDirectory } from '../launched.ts';
import type { Problem, Rule } from '../rule.ts';

export const scriptInterpreter: Rule = {
  id: 'script-interpreter',
  severity: 'error',
  preventsStart: 'always',
  title: 'the interpreters of the scripts that Lambda starts are in the image',
  why: 'The kernel starts the interpreter that the first line of a script names. If that line is missing, has a byte order mark before it, names a missing file or ends with a carriage return, each invocation fails with Runtime.InvalidEntrypoint: "exec format error", or "no such file or directory" although the script exists. Extensions fail with Extension.LaunchError.',
  *check({ image, launched }) {
    for (const { file } of launched) {
      if (file === undefined || file.facts.elf !== undefined) continue;
      // The rule binary-system reports the others.
      if (file.facts.foreignSystem === undefined) yield* problemsOf(image, file);
    }
  },
};

/** Editors on Windows write it. */
function byteOrderMark(content: Buffer | undefined): string | undefined {
  const head = content?.toString('latin1', 0, 3) ?? '';
  if (head === '\xef\xbb\xbf') return 'UTF-8';
  return head.startsWith('\xff\xfe') || head.startsWith('\xfe\xff') ? 'UTF-16' : undefined;
}

function* problemsOf(image: ImageFacts, { path: where, facts }: FoundFile): Iterable<Problem> {
  const mark = byteOrderMark(facts.content);
  if (mark !== undefined) {
    yield {
      found: `Expected a script that begins with #!, found a byte order mark (BOM) of ${mark} before it.`,
      where,
      fix: `Save the file as UTF-8 without a BOM${mark === 'UTF-8' ? `, or run: sed -i '1s/^\\xef\\xbb\\xbf//' ${path.posix.basename(where)}` : ''}`,
    };
    return;
  }
  const shebang = shebangOf(facts.content);
  if (shebang === undefined) {
    const interpreter = interpreterFor(image, where);
    yield {
      found: 'Expected a binary or a script whose first line begins with #!, found neither.',
      where,
      fix:
        path.posix.dirname(where) === extensionsDirectory
          ? `Move it out of ${extensionsDirectory} if it is no extension, or add #!${interpreter} as the first line.`
          : `Add #!${interpreter} as the first line.`,
    };
    return;
  }
  const { interpreter, viaEnv } = shebang;
  if (shebang.hasCarriageReturn) {
    yield {
      found: `Expected the interpreter ${interpreter}, found a carriage return after its name: the file has Windows line endings.`,
      where,
      fix: `Add ${path.posix.basename(where)} text eol=lf to .gitattributes, and run: sed -i 's/\\r$//' ${path.posix.basename(where)}`,
    };
  } else if (!interpreter.startsWith('/') || 'problem' in image.files.find(interpreter)) {
    yield {
      found: `Expected the interpreter ${interpreter} in the image, found none.`,
      where,
      fix: insteadOf(image, interpreter),
    };
  } else if (viaEnv === undefined) {
    yield* furtherProblems(image, where, interpreter);
  } else if (findCommand(image, viaEnv) === undefined) {
    yield {
      found: `Expected the interpreter ${viaEnv} on the PATH, found none.`,
      where,
      fix: insteadOf(image, viaEnv),
    };
  }
}

/** The kernel follows no more scripts that are interpreters of scripts (exec_binprm in fs/exec.c of Linux). */
const mostScripts = 5;

/** Interpreters that are scripts have interpreters themselves, which must lead to a binary. */
function* furtherProblems(
  image: ImageFacts,
  where: string,
  interpreter: string,
): Iterable<Problem> {
  let at = interpreter;
  for (let scripts = 1; scripts <= mostScripts; scripts += 1) {
    const found = image.files.find(at);
    if ('problem' in found) {
      yield {
        found: `Expected the interpreter ${at} in the image, found none: the interpreter ${interpreter} is a script that needs it.`,
        where,
        fix: insteadOf(image, at),
      };
      return;
    }
    const shebang = shebangOf(found.facts.content);
    // What is neither is the matter of other rules.
    if (shebang === undefined || found.facts.elf !== undefined) return;
    at = shebang.interpreter;
  }
  yield {
    found: `Expected an interpreter that is a binary, found scripts that are each other's interpreters, beginning with ${interpreter}: "too many levels of symbolic links".`,
    where,
    fix: `Write the path of a binary in the first line, such as #!${hasShell(image) ? '/bin/sh' : '/usr/bin/python3'}.`,
  };
}

/** The same interpreter elsewhere or of another version, or else a shell. */
function insteadOf(image: ImageFacts, interpreter: string): string {
  const name = path.posix.basename(interpreter);
  const found = locateCommand(image, name) ?? locateCommand(image, `${name}3`);
  if (found !== undefined) return `Write #!${found.link} as the first line.`;
  return `Install it${shells.has(name) && hasShell(image) ? ', or write #!/bin/sh as the first line if the script is for any shell' : ''}.`;
}

const shells = new Set(['ash', 'bash', 'dash', 'ksh', 'zsh']);

/** By the extension of a file. */
const interpreters: Readonly<Record<string, readonly string[]>> = {
  '.py': ['python3', 'python'],
  '.js': ['node'],
  '.mjs': ['node'],
  '.cjs': ['node'],
  '.rb': ['ruby'],
  '.php': ['php'],
  '.pl': ['perl'],
};

function interpreterFor(image: ImageFacts, file: string): string {
  for (const name of interpreters[path.posix.extname(file)] ?? []) {
    const found = locateCommand(image, name);
    if (found !== undefined) return found.link;
  }
  return '/bin/sh';
}

function hasShell({ files }: ImageFacts): boolean {
  return !('problem' in files.find('/bin/sh'));
}
