import path from 'node:path';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { commandLine } from '../../programs/command-line.ts';
import { docker, runDocker } from '../../lambda/docker/docker.ts';
import { makeTest } from '../docker/make-test.ts';
import { runAndInvoke } from '../docker/run-and-invoke.ts';
import { madeUpLanguage, madeUpTemplates } from '../helpers/made-up-templates.ts';
import { packageWithTemplates } from '../helpers/package-copy.ts';
import { runCli } from '../helpers/run-cli.ts';
import { readTree, temporaryDirectory } from '../helpers/temporary-directory.ts';
import { findTool } from '../machine/find-tool.ts';

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

  await execa(await findTool('hadolint'), ['Dockerfile'], { cwd });
  const flags = ['--provenance=false', '--sbom=false', '--target', 'build', '--tag', image];
  await runDocker(commandLine('build', [...flags, '.']), { cwd });
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
  const [response] = await runAndInvoke(cwd, { FUNCTION: 'tide', IMAGE: `${image}-bash` });
  expect(JSON.parse(response!)).toBe('tide: the moon is full');
});

async function addTide(project: string, from: string): Promise<void> {
  const args = ['function', 'tide', '--event', 'moon'];
  expect(await runCli(project, args, { from })).toMatchObject({ exitCode: 0 });
  expect(readTree(project)['README.md']).toContain('\n`tide` looks up.\n');
  const sample = await runCli(project, ['event', 'moon'], { from });
  expect(JSON.parse(sample.stdout)).toStrictEqual({ phase: 'full' });
}
