import { expect, test } from 'vitest';
import { changedPaths } from './changed-paths.ts';

const event = { Records: [{ body: 'a', size: 1.5 }, { body: 'b' }], time: '2026-11-03T06:00:00Z' };

test('the same values, times in another form, and additional fields are no difference', () => {
  const written = { ...event, time: '2026-11-03T07:00:00.000+01:00', region: '' };
  expect(changedPaths(event, written)).toStrictEqual([]);
});

test('what is null may be empty or left out', () => {
  expect(
    changedPaths({ a: null, b: null, c: null, d: null }, { a: '', b: [], c: false }),
  ).toStrictEqual([]);
  expect(changedPaths({ a: null, b: null }, { a: 0, b: [1] })).toStrictEqual(['a', 'b']);
});

test('a lost value, another value and another type are differences', () => {
  const written = { Records: [{ body: 'a', size: '1.5' }, { Body: 'b' }], time: '' };
  expect(changedPaths(event, written)).toStrictEqual(['Records[].size', 'Records[].body', 'time']);
  expect(changedPaths(event, { ...event, Records: [event.Records[0]] })).toStrictEqual(['Records']);
});
