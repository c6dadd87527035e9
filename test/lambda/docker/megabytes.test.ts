import { expect, test } from 'vitest';

import { megabytes } from '../../../lambda/docker/megabytes.ts';

test.each([
  ['25.5MiB / 128MiB', 25.5],
  ['512KiB / 128MiB', 0.5],
  ['1.5GiB / 2GiB', 1536],
  ['0B / 0B', 0],
])('%s', (usage, expected) => {
  expect(megabytes(usage)).toBe(expected);
});
