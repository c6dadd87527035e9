import path from 'node:path';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { docker, runDocker } from '../../lambda/docker/docker.ts';
import { makeTest } from '../docker/make-test.ts';
import { madeUpLanguage, madeUpTemplates } from '../helpers/made-up-templates.ts';
import { packageWithTemplates } from '../helpers/package-copy.ts';
import { runCli } from '../helpers/run-cli.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { findHadolint } from './hadolint.ts';

test('a language, a base and an event that are nothing but directories make an image that runs, and that linters like', async () => {
  using copy = packageWithTemplates(madeUpTemplates);
  using here = temporaryDirectory();
  const args = ['new', 'sky', '--language', 'glossa', '--event', 'moon', '--yes'];
  expect(await runCli(here.path, args, { from: copy.path })).toMatchObject({ exitCode: 0 });

  const cwd = path.join(here.path, 'sky');
  const image = `made-up-cells-${process.pid}`;
  const stdout = await makeTest(cwd, image, []);
  expect(stdout).toContain('ok      events/sky/full.json');

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
