import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../scaffold/package-root.ts';
import { runAndInvoke } from '../../docker/run-and-invoke.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const bin = path.join(packageRoot, 'bin/lambda-container.js');

/** The commands in the blocks of a Markdown file. */
function commandsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block]) =>
    block!.trim().split('\n'),
  );
}

test('every command of an AGENTS.md does what it says', async () => {
  using here = temporaryDirectory();
  // The name is that of the images: no other test has it.
  const name = `agents-${process.pid}`;
  const made = await runCli(here.path, [
    'new',
    name,
    '--language',
    'nodejs',
    '--yes',
    '--agents-md',
  ]);
  expect(made.exitCode).toBe(0);
  const cwd = path.join(here.path, name);
  const script = `#!/bin/sh\nexec ${process.execPath} ${bin} "$@"\n`;
  writeFileSync(path.join(here.path, 'lambda-container'), script, { mode: 0o755 });
  const env = { PATH: `${here.path}:${process.env['PATH']}`, MAKEFLAGS: '' };
  const commands = commandsIn(readFileSync(path.join(cwd, 'AGENTS.md'), 'utf8'));
  expect(commands).toContain('make run');
  const invocations = commands.filter((command) => command.startsWith('make invoke'));
  const others = commands.filter((command) => !/^make (run|invoke)/.test(command));

  const outputs = new Map<string, string>();
  for (const command of others) {
    const { stdout } = await execa('sh', ['-ec', command], { cwd, env });
    outputs.set(command.replace(/ *#.*/, ''), stdout);
  }
  expect(outputs.get('make test')).toContain(`ok      events/${name}/hello.json`);
  expect(outputs.get('make size')).toMatch(/^compressed [\d.]+ MB$/m);
  expect(outputs.get('lambda-container function --list')).toMatch(/^refund +direct /m);
  expect(await runAndInvoke(cwd, {}, invocations)).toEqual(
    invocations.map(() => expect.stringContaining('Hello, ')),
  );
});
