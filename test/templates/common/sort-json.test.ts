import path from 'node:path';

import { execaSync } from 'execa';
import { expect, test } from 'vitest';

import { packageRoot } from '../../../scaffold/package-root.ts';

const script = path.join(packageRoot, 'templates/common/project/.lambda-container/sort_json.awk');

function sorted(input: string): string {
  return execaSync('awk', ['-f', script], { input, env: { LC_ALL: 'C' } }).stdout;
}

test.each([
  ['{ "b" : 1 ,\n "a" : { "d" : [ 2 , 1 ] , "c" : null } }\n', '{"a":{"c":null,"d":[2,1]},"b":1}'],
  ['[{"é":1,"a b":-1.5e+3,"":true},{}, [ ]]', '[{"":true,"a b":-1.5e+3,"é":1},{},[]]'],
  [String.raw`{"b":"x \" } ,","a":"\\"}`, String.raw`{"a":"\\","b":"x \" } ,"}`],
  ['"text with  blanks"', '"text with  blanks"'],
])('%j', (input, output) => {
  expect(sorted(input)).toBe(output);
});

test.each([
  'Task timed out after 3.00 seconds',
  '{"b":1,"a":2',
  '{"b":1 "a":2}',
  '[1,]',
  '"x',
  '{}x',
  '',
])('%j is no JSON, and is left as it is', (input) => {
  expect(sorted(input)).toBe(input);
});
