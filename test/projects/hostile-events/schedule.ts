import {
  allRefused,
  changed,
  deep,
  type HostileEvent,
  huge,
  megabytes,
  refused,
  responds,
  respondsOrFails,
  strange,
} from './hostile-event.ts';

const done = { task: 'daily-report', date: '2026-11-03' };

function input(values: Readonly<Record<string, unknown>>): string {
  return changed('schedule', 'scheduler', values);
}

function rule(values: Readonly<Record<string, unknown>>): string {
  return changed('schedule', 'rule', values);
}

/** What is not a time, or not one that there is. */
const times: readonly unknown[] = [
  undefined,
  null,
  1793685600,
  {},
  '',
  'text',
  '2026-13-03T06:00:00Z',
  '2026-02-30T06:00:00Z',
  '2026-11-03T25:00:00Z',
  '2026-11-03T06:00:00Zx',
  // Nobody knows in which time zone.
  '2026-11-03T06:00:00',
  '2026-11-03',
  '20261103',
  '2026-W45-2',
  '<aws.scheduler.scheduled-time>',
];

export const schedule: readonly HostileEvent[] = [
  ...allRefused(strange),
  { name: 'the event of SQS', event: '{"Records": []}', ...refused },
  ...[undefined, null, 17, '', {}, []].map((task) => ({
    name: `task ${JSON.stringify(task)}`,
    event: input({ task }),
    ...refused,
  })),
  ...times.flatMap((time) => [
    {
      name: `scheduledTime ${JSON.stringify(time)}`,
      event: input({ scheduledTime: time }),
      ...refused,
    },
    { name: `time ${JSON.stringify(time)}`, event: rule({ time }), ...refused },
  ]),
  ...[undefined, null, 17, 'text', {}, [], [null], [17], ['']].map((resources) => ({
    name: `resources ${JSON.stringify(resources)}`,
    event: rule({ resources }),
    ...refused,
  })),
  {
    name: 'another detail-type',
    event: rule({ 'detail-type': 'OrderPlaced' }),
    ...refused,
  },
  {
    name: 'a time with an offset',
    event: input({ scheduledTime: '2026-11-03T06:00:00+01:00' }),
    ...respondsOrFails(done),
  },
  ...['$(exit 1)', '-n', 'a\nb', '\n', 'a\n\n', '\\n', "'", 'a/b', ' '].map((task) => ({
    name: `task ${JSON.stringify(task)}`,
    event: input({ task }),
    ...responds({ ...done, task }),
  })),
  { name: 'a field that is not known', event: input({ more: {} }), ...responds(done) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: input({ more: deep }),
    ...respondsOrFails(done),
  },
  { name: 'a huge number', event: rule({ more: huge }), ...respondsOrFails(done) },
  { name: 'an event of 6 MB', event: input({ more: megabytes }), ...responds(done) },
];
