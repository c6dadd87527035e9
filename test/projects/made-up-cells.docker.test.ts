import path from 'node:path';

import { expect, test } from 'vitest';

import { makeTest } from '../docker/make-test.ts';
import { madeUpTemplates } from '../helpers/made-up-templates.ts';
import { packageWithTemplates } from '../helpers/package-copy.ts';
import { runCli } from '../helpers/run-cli.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

test('a language, a base and an event that are nothing but directories make an image that runs', async () => {
  using copy = packageWithTemplates(madeUpTemplates);
  using here = temporaryDirectory();
  const args = ['new', 'sky', '--language', 'glossa', '--event', 'moon', '--yes'];
  expect(await runCli(here.path, args, { from: copy.path })).toMatchObject({ exitCode: 0 });

  const stdout = await makeTest(path.join(here.path, 'sky'), `made-up-cells-${process.pid}`, []);
  expect(stdout).toContain('ok      events/sky/full.json');
});
