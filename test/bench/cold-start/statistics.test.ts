import { expect, test } from 'vitest';
import { latency, quantile, spread } from '../../../bench/cold-start/statistics.ts';

test.each([
  [[7], 0.5, 7],
  [[3, 1, 2], 0.5, 2],
  [[4, 1, 3, 2], 0.5, 2.5],
  [[1, 2, 3, 4, 5], 0.25, 2],
  [[10, 9, 100], 0, 9],
  [[10, 9, 100], 1, 100],
])('of %j, the quantile %d is %d', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});

test('there is none of nothing', () => {
  expect(() => quantile([], 0.5)).toThrow('found none');
});

test('the values stay in their order', () => {
  const values = [3, 1, 2];
  spread(values);
  expect(values).toStrictEqual([3, 1, 2]);
});

test('half of the values lie in the spread', () => {
  expect(spread([1, 2, 3, 4, 100])).toStrictEqual({ median: 3, lower: 2, upper: 4 });
});

test('one in a hundred takes longer than p99', () => {
  const values = Array.from({ length: 101 }, (_, index) => index);
  expect(latency(values)).toStrictEqual({ p50: 50, p99: 99 });
});
