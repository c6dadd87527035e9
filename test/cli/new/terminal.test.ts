import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../scaffold/package-root.ts';
import { ctrlC, down, enter, runAtTerminal, type Step } from '../../helpers/run-at-terminal.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { readTree, temporaryDirectory } from '../../helpers/temporary-directory.ts';

const command = [process.execPath, path.join(packageRoot, 'bin/lambda-container.js'), 'new'];

test('asks for what is missing, and shows how to do the same without questions', async () => {
  using here = temporaryDirectory();
  const { exitCode, shown } = await runAtTerminal(here.path, command, [
    ['Language', `${down}${enter}`],
    ['Project name', `shop${enter}`],
    ['Style', enter],
    ['Event source', `sqs${enter}`],
    ['Base image', enter],
    ['Processor architecture', `${down}${enter}`],
    ['Language version', `${down}${enter}`],
    ['Deploy tool', `sam${enter}`],
    ['State store', enter],
    ['Continuous integration', `${down}${enter}`],
  ]);
  expect(shown).toContain('* creating src/shop.erl');
  expect(shown).toContain(
    '    lambda-container new shop --language erlang --style project --event sqs --base scratch --architecture arm64 --language-version 27 --deploy sam --state none --ci github\n',
  );
  expect(exitCode).toBe(0);
  expect(Object.keys(readTree(here.path))).toContain('shop/src/shop.erl');
});

test('asks nothing in CI, even if there is a terminal', async () => {
  using here = temporaryDirectory();
  const result = await runAtTerminal(here.path, command, [], { CI: 'true' });
  expect(result).toMatchObject({
    exitCode: 2,
    shown: expect.stringContaining('<name> --language <id>'),
  });
});

test('says at once what is wrong with a name', async () => {
  using here = temporaryDirectory();
  const { exitCode, shown } = await runAtTerminal(here.path, command, [
    ['Language', enter],
    ['Project name', `Shop${enter}`],
    ['cannot be the name', ctrlC],
  ]);
  // The terminal breaks the line.
  expect(shown.replaceAll(/\s+/g, ' ')).toContain('it must be in lower case (Docker). Try "shop".');
  expect(exitCode).toBe(130);
});

test('a conflict is settled file by file, after a look at the difference', async () => {
  using here = temporaryDirectory();
  await runCli(here.path, ['new', 'shop', '--yes']);
  const dockerfile = path.join(here.path, 'shop/Dockerfile');
  appendFileSync(dockerfile, '# mine\n');
  const { exitCode, shown } = await runAtTerminal(
    here.path,
    [...command, 'shop', '--base', 'debian'],
    [
      ['You changed Dockerfile', `${down}${down}${enter}`],
      ['You changed Dockerfile', enter],
    ],
  );
  expect(shown).toContain('-# mine\n');
  expect(shown).toContain('* keeping Dockerfile\n');
  expect(exitCode).toBe(0);
  expect(readFileSync(dockerfile, 'utf8')).toContain('# mine\n');
});

test.each<[string, readonly Step[]]>([
  ['the first question', [['Language', ctrlC]]],
  [
    'a later question',
    [
      ['Language', enter],
      ['Project name', ctrlC],
    ],
  ],
])('Ctrl-C at %s writes nothing: one line, exit code 130', async (_name, steps) => {
  using here = temporaryDirectory();
  const { exitCode, shown } = await runAtTerminal(here.path, command, steps);
  expect(shown.trimEnd().split('\n').at(-1)).toBe('Interrupted: nothing was changed.');
  expect(shown).not.toMatch(/error|force closed| at /i);
  expect(exitCode).toBe(130);
  expect(readTree(here.path)).toStrictEqual({});
});
