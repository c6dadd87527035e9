import { expect, test } from 'vitest';
import { latencyText, number, spreadText } from '../../../bench/cold-start/format.ts';

test.each([
  [0.08349, '0.0835'],
  [0.3, '0.300'],
  [49.96, '50.0'],
  [412.4, '412'],
  [1604.4, '1,604'],
])('%d is written %s', (value, expected) => {
  expect(number(value)).toBe(expected);
});

test('a spread is a median with its bounds', () => {
  expect(spreadText({ median: 50.12, lower: 48, upper: 53.94 })).toBe('50.1 (48.0–53.9)');
});

test('a latency is p50 and p99', () => {
  expect(latencyText({ p50: 0.1234, p99: 2 })).toBe('0.123 / 2.00');
});
