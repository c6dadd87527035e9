import { expect, test } from 'vitest';

import { formatBytes, readBytes } from '../../../cli/check/bytes.ts';

test.each([
  ['0', 0],
  ['1024', 1024],
  ['10B', 10],
  ['1.5KB', 1500],
  ['250MB', 250_000_000],
  ['250 mb', 250_000_000],
  ['1GiB', 1_073_741_824],
  ['2.5GB', 2_500_000_000],
])('%s is %d bytes', (typed, bytes) => {
  expect(readBytes('max-size', typed)).toBe(bytes);
});

test.each(['', 'MB', '-1', '1e3', '1,5MB', '1TB', '99999999999GB', '1 2', '0x10'])(
  '"%s" is no size',
  (typed) => {
    expect(() => readBytes('max-size', typed)).toThrow(
      `Expected --max-size to be a number with a unit, found "${typed}".\nFor example --max-size 250MB`,
    );
  },
);

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [999_949, '999.9 KB'],
  [999_950, '1.0 MB'],
  [33_400_000, '33.4 MB'],
  [999_949_999, '999.9 MB'],
  [999_950_000, '1.00 GB'],
  [10_737_418_240, '10.74 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
