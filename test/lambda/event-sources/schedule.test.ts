import { expect, test } from 'vitest';

import { readScheduleExpression } from '../../../lambda/event-sources/schedule-expression.ts';
import { startSchedule } from '../../../lambda/event-sources/start-schedule.ts';

/** A Friday, the last one of its month. */
const after = new Date('2026-11-27T16:00:00Z');

test.each([
  ['rate(1 minute)', '2026-11-27T16:01:00'],
  ['rate(5 minutes)', '2026-11-27T16:05:00'],
  ['rate(2 hours)', '2026-11-27T18:00:00'],
  ['rate(1 day)', '2026-11-28T16:00:00'],
  ['cron(0 6 * * ? *)', '2026-11-28T06:00:00'],
  ['cron(0/10 * ? * MON-FRI *)', '2026-11-27T16:10:00'],
  ['cron(5/10 8/4 ? * MON-FRI *)', '2026-11-27T16:05:00'],
  ['cron(0 8 ? * 1 *)', '2026-11-29T08:00:00'],
  ['cron(0 8 ? * 2/2 *)', '2026-11-30T08:00:00'],
  ['cron(0 9 ? * 2#1 *)', '2026-12-07T09:00:00'],
  ['cron(15 10 ? * 6L 2026-2027)', '2026-12-25T10:15:00'],
  ['cron(0 8 1W * ? *)', '2026-12-01T08:00:00'],
  ['cron(0 8 L * ? *)', '2026-11-30T08:00:00'],
  ['cron(0 8 ? 1/3 1 *)', '2027-01-03T08:00:00'],
  ['cron(0 18 ? * MON-FRI 2026/2)', '2026-11-27T18:00:00'],
])('%s is next due at %s', (text, due) => {
  expect(readScheduleExpression(text, 'UTC')!(after)?.toISOString()).toBe(`${due}.000Z`);
});

test('an expression has a time zone', () => {
  const next = readScheduleExpression('cron(0 6 * * ? *)', 'Europe/Berlin')!;
  expect(next(after)?.toISOString()).toBe('2026-11-28T05:00:00.000Z');
});

test('an expression may be due no more', () => {
  expect(readScheduleExpression('cron(0 6 * * ? 2022-2023)', 'UTC')!(after)).toBeNull();
});

test.each([
  '',
  'rate(0 minutes)',
  'rate(5 seconds)',
  'rate(5)',
  'cron(* * * * *)',
  'cron(61 * * * ? *)',
  'cron(x * * * ? *)',
  '* * * * ? *',
  'at(2026-11-28T06:00:00)',
])('%j is no expression', (text) => {
  expect(readScheduleExpression(text, 'UTC')).toBeUndefined();
});

test('a schedule is due again and again, until it is ended', async () => {
  const due: Date[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const startedAt = Date.now();
  const schedule = startSchedule(
    (last) => new Date(last.getTime() + 5),
    (at) => {
      due.push(at);
      if (due.length === 3) resolve();
    },
  );
  await promise;
  schedule[Symbol.dispose]();
  const [first, second, third] = due.map((at) => at.getTime() - startedAt);
  expect(first! >= 5 && second! > first! && third! > second!).toBe(true);
});
