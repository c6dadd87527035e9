import { expect, test } from 'vitest';

import { wrap } from '../../terminal/wrap.ts';

test.each([
  ['', 10, ['']],
  ['one two three', 7, ['one two', 'three']],
  ['one two three', 6, ['one', 'two', 'three']],
  ['considerable', 5, ['considerable']],
  ['a considerable b', 5, ['a', 'considerable', 'b']],
  ['one two three', Number.POSITIVE_INFINITY, ['one two three']],
])('%j in %d', (text, width, lines) => {
  expect(wrap(text, width)).toStrictEqual(lines);
});
