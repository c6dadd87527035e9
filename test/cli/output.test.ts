import path from 'node:path';

import { execa } from 'execa';
import { describe, expect, test } from 'vitest';

import { packageRoot } from '../../scaffold/package-root.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { writeImage } from '../lambda/check/write-image.ts';

const bin = path.join(packageRoot, 'bin/lambda-container.js');

const commands = [
  ['--version'],
  ['--help'],
  ['help', 'check'],
  ['new', 'shop', '--yes', '--json'],
  ['check', './image', '--no-run'],
  ['check', './image', '--no-run', '--json'],
  ['check', '--explain', 'config-architecture'],
];

/** An image that is wrong, and where to work. */
async function prepare() {
  const here = temporaryDirectory();
  const parts = { config: { Entrypoint: ['/nowhere'] }, layers: [[]] };
  await writeImage(path.join(here.path, 'image'), parts);
  return here;
}

/** With what the shell does with its output. */
async function runRedirected(args: readonly string[], redirection: string) {
  using here = await prepare();
  const given = ['-c', `"$@" ${redirection}`, 'sh', process.execPath, bin, ...args];
  return await execa('sh', given, { cwd: here.path, reject: false });
}

describe('output that cannot be written', () => {
  test.each(commands)('%s %s %s is a failure', async (...args) => {
    const { exitCode, stderr } = await runRedirected(args, '>/dev/full');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/The output is incomplete: it could not be written: ENOSPC.*$/);
    expect(stderr).not.toContain('    at ');
  });

  test('is a failure on standard error, too', async () => {
    const { exitCode } = await runRedirected(
      ['new', 'shop', '--yes', '--json'],
      '2>/dev/full >/dev/full',
    );
    expect(exitCode).toBe(1);
  });

  test.each(commands)('%s %s %s ends quietly when nobody reads it', async (...args) => {
    using here = await prepare();
    const process_ = execa(process.execPath, [bin, ...args], { cwd: here.path, reject: false });
    // Long before anything is written.
    process_.stdout.destroy();
    const { stderr, exitCode } = await process_;
    expect(stderr).not.toMatch(/EPIPE|could not be written|    at /);
    expect([0, 3]).toContain(exitCode);
  });
});
