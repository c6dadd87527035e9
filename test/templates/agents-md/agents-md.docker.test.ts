import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../scaffold/package-root.ts';
import { runAndInvoke } from '../../docker/run-and-invoke.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { findTool } from '../../machine/find-tool.ts';

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
    'bash',
    '--deploy',
    'sam',
    '--yes',
    '--agents-md',
  ]);
  expect(made.exitCode).toBe(0);
  const cwd = path.join(here.path, name);
  const script = `#!/bin/sh\nexec ${process.execPath} ${bin} "$@"\n`;
  writeFileSync(path.join(here.path, 'lambda-container'), script, { mode: 0o755 });
  const tools = await findTool('python-tools');
  const env = {
    PATH: `${here.path}:${process.env['PATH']}:${tools}`,
    MAKEFLAGS: '',
    SAM_CLI_TELEMETRY: '0',
  };
  const commands = commandsIn(readFileSync(path.join(cwd, 'AGENTS.md'), 'utf8'));
  expect(commands).toContain('make run');
  const invocations = commands.filter((command) => command.startsWith('make invoke'));
  // What needs an account of AWS is run in test/deploy/make.
  const others = commands.filter(
    (command) => !/^make (run|invoke|deploy|logs|destroy)\b/.test(command),
  );

  const outputs = new Map<string, string>();
  for (const command of others) {
    const { stdout } = await execa('sh', ['-ec', command], { cwd, env });
    outputs.set(command.replace(/ *#.*/, ''), stdout);
  }
  expect(outputs.get('make test')).toContain(`ok      events/${name}/hello.json`);
  expect(outputs.get('sam validate')).toContain('is a valid SAM Template');
  expect(outputs.get('make size')).toMatch(/^compressed [\d.]+ MB$/m);
  expect(outputs.get('lambda-container function --list')).toMatch(/^refund +direct /m);
  expect(await runAndInvoke(cwd, {}, invocations)).toEqual(
    invocations.map(() => expect.stringContaining('Hello, ')),
  );
});
