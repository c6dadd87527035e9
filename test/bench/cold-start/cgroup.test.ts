import { expect, test } from 'vitest';
import { usageUsec } from '../../../bench/cold-start/cgroup.ts';

test('the CPU time of version 2 is one of several lines', () => {
  expect(usageUsec('usage_usec 1234\nuser_usec 1000\nsystem_usec 234\n')).toBe(1234);
});
