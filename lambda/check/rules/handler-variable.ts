import path from 'node:path';

import { findCommand, shebangOf } from '../command.ts';
import type { Checked, Rule } from '../rule.ts';

export const handlerVariable: Rule = {
  id: 'handler-variable',
  severity: 'error',
  title: 'the entry script exports _HANDLER for clients that read it',
  why: 'The clients for Node.js (aws-lambda-ric 4) and Ruby read the name of the handler from _HANDLER, which Lambda leaves empty for images. RIE sets it: so it works here and fails there.',
  *check(checked) {
    const client = clientOf(checked);
    if (client === undefined || exportsHandler(checked)) return;
    yield {
      found: `Expected an entry script that exports _HANDLER for ${client}, found none.`,
      where: 'ENTRYPOINT',
      fix: '#!/bin/sh, export _HANDLER="$1", exec … in a script that is the ENTRYPOINT.',
    };
  },
};

function clientOf({ image }: Checked): string | undefined {
  for (const { path: file, facts } of image.files.all()) {
    if (file.endsWith('/aws-lambda-ric/package.json')) {
      const version = /"version"\s*:\s*"(\d+)\.[^"]*"/.exec(facts.content?.toString() ?? '');
      if (version !== null && Number(version[1]) >= 4) return `aws-lambda-ric ${version[1]}`;
    }
    if (/\/gems\/aws_lambda_ric-[\d.]+$/.test(file)) return path.posix.basename(file);
  }
  return undefined;
}

/** A shell may do it in the command itself. All that is known of a script is its beginning: what is beyond has the benefit of the doubt. */
function exportsHandler({ image, command }: Checked): boolean {
  if (command.some((word) => word.includes('_HANDLER'))) return true;
  const [program] = command;
  const found = program === undefined ? undefined : findCommand(image, program);
  if (found === undefined || shebangOf(found.facts.content) === undefined) return false;
  const { content, size } = found.facts;
  return content!.length < size || content!.includes('_HANDLER');
}
