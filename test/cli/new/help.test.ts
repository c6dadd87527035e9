import { readFileSync } from 'node:fs';
import path from 'node:path';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { helpText } from '../../../scaffold/options/help.ts';
import { packageRoot, templatesRoot } from '../../../scaffold/package-root.ts';
import { runCli } from '../../helpers/run-cli.ts';

const cwd = tmpdir();

test.each([[[]], [['--help']], [['-h']], [['help']]])('%j lists the commands', async (args) => {
  expect(await runCli(cwd, args)).toStrictEqual({
    exitCode: 0,
    stdout: expect.stringContaining('new [name] [options]'),
    stderr: '',
  });
});

test.each([
  [['new', '--help']],
  [['new', '-h']],
  [['help', 'new']],
  [['new', 'hello', '--language', 'elixir', '--help']],
])('%j lists the options of the generator', async (args) => {
  const { exitCode, stdout } = await runCli(cwd, args);
  expect(stdout).toBe(helpText('lambda-container new', templatesRoot));
  expect(exitCode).toBe(0);
});

test.each([[['--version']], [['-V']]])('%j is the version of the package', async (args) => {
  const manifest = readFileSync(path.join(packageRoot, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  expect(await runCli(cwd, args)).toStrictEqual({ exitCode: 0, stdout: version, stderr: '' });
});
