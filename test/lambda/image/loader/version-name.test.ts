import { expect, test } from 'vitest';

import {
  compareNumbers,
  newestByFamily,
  parseVersionName,
} from '../../../../lambda/image/loader/version-name.ts';

test.each([
  ['GLIBC_2.34', { family: 'GLIBC', numbers: [2, 34] }],
  ['GLIBC_2.2.5', { family: 'GLIBC', numbers: [2, 2, 5] }],
  ['OPENSSL_3.0.0', { family: 'OPENSSL', numbers: [3, 0, 0] }],
  ['LIBTINFO_6_5', { family: 'LIBTINFO_6', numbers: [5] }],
  ['GLIBC_PRIVATE', undefined],
  ['GLIBC_ABI_DT_RELR', undefined],
  ['OPENSSL_1_1_0f', undefined],
])('%s', (name, expected) => {
  expect(parseVersionName(name)).toEqual(expected);
});

test('numbers are compared as numbers', () => {
  const versions = [[2, 34], [2, 4], [2, 2, 5], [3], [2, 34, 1]];
  expect(versions.toSorted(compareNumbers)).toEqual([[2, 2, 5], [2, 4], [2, 34], [2, 34, 1], [3]]);
  expect(compareNumbers([2, 0], [2])).toBe(0);
});

test('the newest of each family', () => {
  const names = ['GLIBC_2.9', 'GLIBC_2.36', 'GLIBC_2.4', 'GLIBC_PRIVATE', 'GLIBCXX_3.4.9'];
  expect(Object.fromEntries(newestByFamily(names))).toEqual({
    GLIBC: 'GLIBC_2.36',
    GLIBCXX: 'GLIBCXX_3.4.9',
  });
});
