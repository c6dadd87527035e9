import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { docker, runDocker } from '../../lambda/docker/docker.ts';
import { makeTest } from '../docker/make-test.ts';
import { madeUpLanguage, madeUpTemplates } from '../helpers/made-up-templates.ts';
import { packageWithTemplates } from '../helpers/package-copy.ts';
import { runCli } from '../helpers/run-cli.ts';
import { readTree, temporaryDirectory } from '../helpers/temporary-directory.ts';
import { findHadolint } from './hadolint.ts';

const image = `made-up-cells-${process.pid}`;

test('a language, a base and an event that are nothing but directories make an image that runs, and that linters like', async () => {
  using copy = packageWithTemplates(madeUpTemplates);
  using here = temporaryDirectory();
  const args = ['new', 'sky', '--language', 'glossa', '--event', 'moon', '--yes'];
  expect(await runCli(here.path, args, { from: copy.path })).toMatchObject({ exitCode: 0 });
  const cwd = path.join(here.path, 'sky');
  await addTide(cwd, copy.path);

  const stdout = await makeTest(cwd, image, []);
  expect(stdout).toContain('ok      events/sky/full.json');
  expect(stdout).toContain('ok      events/tide/full.json');

  await execa(await findHadolint(), ['Dockerfile'], { cwd });
  const flags = ['--provenance=false', '--sbom=false', '--target', 'build', '--tag', image];
  await runDocker(['build', ...flags, '.'], { cwd });
  try {
    for (const command of madeUpLanguage.silentCommands) {
      await docker('run', '--rm', '--workdir', '/rootfs/var/task', image, 'sh', '-c', command);
    }
  } finally {
    await docker('image', 'rm', '--force', image);
  }
});

test('an event that is nothing but directories is handled by a language that there is', async () => {
  using copy = packageWithTemplates(madeUpTemplates);
  using here = temporaryDirectory();
  const args = ['new', 'shore', '--language', 'bash', '--yes'];
  expect(await runCli(here.path, args, { from: copy.path })).toMatchObject({ exitCode: 0 });
  const cwd = path.join(here.path, 'shore');
  await addTide(cwd, copy.path);

  const stdout = await makeTest(cwd, `${image}-bash`, []);
  expect(stdout).toContain('ok      events/shore/hello.json');
  expect(stdout).toContain('ok      events/tide/full.json');
  expect(JSON.parse(await runAndInvoke(cwd, 'tide'))).toBe('tide: the moon is full');
});

/** `make run` and `make invoke` of a function: what the second one prints. */
async function runAndInvoke(cwd: string, fn: string): Promise<string> {
  const variables = [`FUNCTION=${fn}`, `PORT=${await freePort()}`, `IMAGE=${image}-bash`];
  const running = execa('make', ['run', ...variables], { cwd, reject: false });
  const ended = running.then(() => 'ended' as const);
  try {
    for (;;) {
      const invoked = await Promise.race([
        ended,
        execa('make', ['--silent', 'invoke', ...variables], {
          cwd,
          reject: false,
        }),
      ]);
      if (invoked === 'ended') throw new Error((await running).stderr);
      if (invoked.exitCode === 0) return invoked.stdout;
      await setTimeout(200);
    }
  } finally {
    running.kill('SIGTERM');
    await ended;
    await execa('make', ['clean', ...variables], { cwd });
  }
}

async function freePort(): Promise<number> {
  await using server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function addTide(project: string, from: string): Promise<void> {
  const args = ['function', 'tide', '--event', 'moon'];
  expect(await runCli(project, args, { from })).toMatchObject({ exitCode: 0 });
  expect(readTree(project)['README.md']).toContain('\n`tide` looks up.\n');
  const sample = await runCli(project, ['event', 'moon'], { from });
  expect(JSON.parse(sample.stdout)).toStrictEqual({ phase: 'full' });
}
