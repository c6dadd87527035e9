import path from 'node:path';

import { execaSync } from 'execa';
import { expect, test } from 'vitest';

import { packageRoot } from '../../../scaffold/package-root.ts';

const script = path.join(packageRoot, 'templates/common/project/.lambda-container/json_values.awk');

function readValues(input: string) {
  return execaSync('awk', ['-f', script], {
    input: `${input}\n`,
    env: { LC_ALL: 'C' },
    reject: false,
  });
}

test.each([
  [
    '{ "b" : 1 ,\n "a" : { "d" : [ 2 , "x" ] , "c" : null } }\n',
    ['["b"] 1', '["a"]["d"][0] 2', '["a"]["d"][1] "x"', '["a"]["c"] null'],
  ],
  ['[{"é":true,"":-1.5e+3},{}, [ ]]', ['[0]["é"] true', '[0][""] -1.5e+3', '[1] {}', '[2] []']],
  [
    String.raw`{"b":"x \" } ,","a\"":"\\","\\":""}`,
    [String.raw`["b"] "x \" } ,"`, String.raw`["a\""] "\\"`, String.raw`["\\"] ""`],
  ],
  ['"text with  blanks"', [' "text with  blanks"']],
])('%j', (input, output) => {
  expect(readValues(input)).toMatchObject({ exitCode: 0, stdout: output.join('\n') });
});

test.each([
  'Task timed out after 3.00 seconds',
  '{"b":1,"a":2',
  '{"b":1 "a":2}',
  '{"b":1,}',
  '{"b"}',
  '[1,]',
  '[,1]',
  '[1}',
  '"x',
  String.raw`"x\"`,
  '{}x',
  '{}{}',
  ']',
  'ture',
  '',
])('%j is not JSON', (input) => {
  expect(readValues(input).exitCode).toBe(1);
});

test('6 MB take no longer than they must', () => {
  const items = Array.from({ length: 60_000 }, (_, id) => ({ id, text: 'say "hi"\n', of: [1, 2] }));
  expect(readValues(JSON.stringify(items)).stdout.split('\n')).toHaveLength(240_000);
});
