import { expect, test } from 'vitest';

import { createBudget } from '../../../../lambda/image/budget.ts';
import { createKnownBytes } from '../../../../lambda/image/elf/known-bytes.ts';

const file = createKnownBytes(100, createBudget('a file'));
file.add(0, Buffer.from('hello'));
file.add(5, Buffer.from(' world'));
file.add(11, Buffer.from('!'));
file.add(50, Buffer.from('later'));

test.each([
  ['a part of what was added', 1, 3, 'ell'],
  ['what was added in pieces', 3, 5, 'lo wo'],
  ['a later range', 51, 4, 'ater'],
  ['nothing', 90, 0, ''],
])('%s can be read', (_, offset, length, text) => {
  expect(file.read(offset, length)?.toString()).toBe(text);
});

test.each([
  ['a range with a gap', 11, 40],
  ['the end of what is known and more', 54, 2],
  ['a range in a gap', 30, 5],
  ['what is behind all', 60, 1],
])('%s cannot be read', (_, offset, length) => {
  expect(file.read(offset, length)).toBeUndefined();
});

test('before anything is added nothing can be read', () => {
  expect(createKnownBytes(10, createBudget('a file')).read(0, 1)).toBeUndefined();
});
