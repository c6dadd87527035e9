import { readFileSync } from 'node:fs';
import path from 'node:path';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../scaffold/package-root.ts';
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
  expect(stdout).toMatch(/^Usage: lambda-container new \[name\] \[options\]\n\nGenerate a project/);
  for (const flag of ['--language <id>', '--event <source>', '--base <base>', '-y, --yes']) {
    expect(stdout).toContain(`\n  ${flag} `);
  }
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('programming language: elixir, erlang, nodejs');
  expect(exitCode).toBe(0);
});

test.each([[['--version']], [['-V']]])('%j is the version of the package', async (args) => {
  const manifest = readFileSync(path.join(packageRoot, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  expect(await runCli(cwd, args)).toStrictEqual({ exitCode: 0, stdout: version, stderr: '' });
});

test.each([[['help']], [['new', '--help']], [['invoke', '--help']], [['check', '--help']]])(
  '%j fits a terminal of 80 columns',
  async (args) => {
    const { stdout } = await runCli(cwd, args);
    const lines = stdout.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  },
);
