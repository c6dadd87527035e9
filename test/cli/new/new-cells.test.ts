import { expect, test } from 'vitest';
import { madeUpTemplates } from '../../helpers/made-up-templates.ts';
import { packageWithTemplates } from '../../helpers/package-copy.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { readTree, temporaryDirectory } from '../../helpers/temporary-directory.ts';

test('a new language, base and event are directories: help shows them, and they make a project', async () => {
  using copy = packageWithTemplates(madeUpTemplates);
  const help = await runCli(copy.path, ['new', '--help'], { from: copy.path });
  const text = help.stdout.replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/programming language: .*\bglossa\b.* bare \(glossa\)/);
  expect(text).toContain('moon (glossa)');

  using here = temporaryDirectory();
  const args = ['new', 'sky', '--language', 'gl', '--yes', '--event', 'moon'];
  const { exitCode, stderr } = await runCli(here.path, args, { from: copy.path });
  expect(stderr).toContain('Your handler is in handler.mjs.');
  expect(exitCode).toBe(0);
  const files = readTree(here.path);
  expect(files['sky/handler.mjs']).toContain('sky: the moon is');
  expect(files['sky/Dockerfile']).toContain('node:24-trixie-slim');
});

test.each([
  ['languages/glossa/parts/Dockerfile.build.ejs', 'Expected a part Dockerfile.build.ejs'],
  ['languages/glossa/parts/Dockerfile.test.ejs', 'Expected a part Dockerfile.test.ejs'],
  ['languages/glossa/parts/entry_script.ejs', 'Expected a part entry_script.ejs'],
  ['languages/glossa/parts/README.edit.ejs', 'Expected a part README.edit.ejs'],
  ['languages/glossa/parts/gitignore.ejs', 'Expected a part gitignore.ejs'],
  ['languages/glossa/parts/dockerignore.ejs', 'Expected a part dockerignore.ejs'],
  ['languages/glossa/language.json', 'languages/glossa/language.json is broken'],
  [
    'languages/glossa/events/moon/function/__path___test.mjs.ejs',
    'Expected the file handler_test.mjs',
  ],
  ['bases/bare/parts/Dockerfile.function.ejs', 'Expected a part Dockerfile.function.ejs'],
  ['languages/glossa/events/moon/function/__path__.mjs.ejs', 'Expected the file handler.mjs'],
  ['bases/bare/base.json', 'bases/bare/base.json is broken: the file does not exist'],
])('what lacks %s is refused by name, with where it was looked for', async (missing, message) => {
  const { [missing]: _, ...others } = madeUpTemplates;
  using copy = packageWithTemplates({ ...others, [`${missing.replace(/[^/]+$/, '')}.keep`]: '' });
  using here = temporaryDirectory();
  const args = ['new', 'sky', '--language', 'gl', '--yes', '--event', 'moon'];
  const { exitCode, stderr } = await runCli(here.path, args, { from: copy.path });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('    at ');
  expect(exitCode).toBe(1);
  expect(readTree(here.path)).toStrictEqual({});
});
