import path from 'node:path';

import { findCommand, shebangOf } from '../command.ts';
import type { Checked, Rule } from '../rule.ts';

export const handlerVariable: Rule = {
  id: 'handler-variable',
  severity: 'error',
  title: 'the entry script exports _HANDLER if the runtime interface client reads it',
  why: 'The runtime interface clients for Node.js (aws-lambda-ric 4) and Ruby read the handler from _HANDLER, which Lambda leaves empty for container images. RIE sets it, so the image works locally and fails on Lambda.',
  *check(checked) {
    const client = clientOf(checked);
    if (client === undefined || exportsHandler(checked)) return;
    yield {
      found: `Expected an entry script that exports _HANDLER for ${client}, found none.`,
      where: 'ENTRYPOINT',
      fix: 'Make a script the ENTRYPOINT, with the lines: #!/bin/sh, export _HANDLER="$1", exec …',
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

/** A shell command may export it. Only the beginning of a script is read: one that is longer is assumed to export it. */
function exportsHandler({ image, command }: Checked): boolean {
  if (command.some((word) => word.includes('_HANDLER'))) return true;
  const [executable] = command;
  const found = executable === undefined ? undefined : findCommand(image, executable);
  if (found === undefined || shebangOf(found.facts.content) === undefined) return false;
  const { content, size } = found.facts;
  return content!.length < size || content!.includes('_HANDLER');
}
