import path from 'node:path';

import { expect, test } from 'vitest';

import { checkFlags } from '../../cli/flags.ts';
import { readFunctionSettings } from '../../cli/function-settings.ts';
import { readFlags } from '../../terminal/flags.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

function envOf(content: string, ...args: string[]) {
  using directory = temporaryDirectory({ 'local.env': content });
  const file = path.join(directory.path, 'local.env');
  return readFunctionSettings(readFlags(checkFlags, ['--env-file', file, ...args])).env;
}

// As `docker run --env-file` reads them.
test.each([
  ['A=1\nB=2\n', { A: '1', B: '2' }],
  ['# A=1\n\n  B=b=c # d\n', { B: 'b=c # d' }],
  ['A="1"\r\nB=\r\n', { A: '"1"', B: '' }],
  ['\uFEFFA=1', { A: '1' }],
  ['NOT_SET_ANYWHERE\nPATH\n', { PATH: process.env['PATH'] }],
])('%j', (content, env) => {
  expect(envOf(content)).toStrictEqual(env);
});

test('--env overrides the file', () => {
  expect(envOf('A=1\nB=2\n', '--env', 'A=3')).toStrictEqual({ A: '3', B: '2' });
});

test.each([
  ['A=1\nexport B=2', /Expected NAME=VALUE in \S+local\.env:2, found the name "export B"\.$/],
  ['A B=secret', /found the name "A B"\.$/],
  ['_HANDLER=app', /does not set itself, found _HANDLER in \S+local\.env:1\.$/],
])('%j is wrong usage', (content, says) => {
  expect(() => envOf(content)).toThrow(
    expect.objectContaining({ problem: expect.stringMatching(says) as string }),
  );
});

test('a missing file is wrong usage', () => {
  const typed = readFlags(checkFlags, ['--env-file', '/nowhere.env']);
  expect(() => readFunctionSettings(typed)).toThrow(/ENOENT.*\/nowhere\.env/);
});
