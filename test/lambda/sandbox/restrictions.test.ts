import { expect, test } from 'vitest';

import {
  processorLimit,
  processorsFor,
  processorsInInit,
} from '../../../lambda/sandbox/restrictions.ts';

test('1,769 MB are one vCPU, and init has one at least', () => {
  expect(processorsFor(1769)).toBe(1);
  expect(processorsFor(3538)).toBe(2);
  expect(processorsInInit(128)).toBe(1);
  expect(processorsInInit(3538)).toBe(2);
});

test.each([
  { memoryMb: 1769, processors: 8, quota: '20000' },
  { memoryMb: 512, processors: 8, quota: '5789' },
  { memoryMb: 128, processors: 8, quota: '1447' },
  { memoryMb: 10_240, processors: 2, quota: '40000' },
])('$memoryMb MB on $processors processors', ({ memoryMb, processors, quota }) => {
  const limit = processorLimit(processorsFor(memoryMb), processors);
  expect(limit).toStrictEqual(['--cpu-period', '20000', '--cpu-quota', quota]);
});
