import { PassThrough } from 'node:stream';

import { expect, test, vi } from 'vitest';

import { invocationEnd } from '../../../cli/dev/invocation-end.ts';
import { createJournal, type DevEvent } from '../../../cli/dev/journal.ts';
import { journalPrinter } from '../../../cli/dev/print-journal.ts';

const environment = { function: 'orders', environment: 1 };
const of = { ...environment, requestId: 'id' };
const started: DevEvent = {
  type: 'invocation-started',
  ...of,
  source: 'Invoke',
  event: { text: '{}' },
};

/** How an invocation has ended, with the JSON of an error if there was one. */
function ended({ error, initDurationMs }: { error?: unknown; initDurationMs?: number } = {}) {
  const payload = Buffer.from(JSON.stringify(error ?? null));
  const end = invocationEnd({
    result: {
      requestId: 'id',
      body: payload,
      contentType: 'application/json',
      isStreamed: false,
      ...(error !== undefined && { error: { type: 'Runtime.Unknown', payload } }),
    },
    log: '',
    report: {
      requestId: 'id',
      durationMs: 1.26,
      memoryMb: 128,
      maxMemoryMb: 34.2,
      ...(initDurationMs !== undefined && { initDurationMs }),
    },
  });
  return { type: 'invocation-ended', ...of, ...end } satisfies DevEvent;
}

function log(text: string, requestId?: string): DevEvent {
  return { type: 'log', ...environment, ...(requestId !== undefined && { requestId }), text };
}

function printer() {
  const stream = new PassThrough();
  const journal = createJournal();
  journal.follow(journalPrinter(stream as unknown as NodeJS.WriteStream), 0);
  return {
    record: journal.record,
    /** The lines since the last call, without the time of day. */
    lines: () =>
      String(stream.read() ?? '')
        .split('\n')
        .map((line) => line.replace(/^\d\d:\d\d:\d\d {2}/, '')),
  };
}

function printed(...events: DevEvent[]): string[] {
  const { record, lines } = printer();
  for (const event of events) record(event);
  return lines();
}

test('a cold and a warm one', () => {
  expect(printed(started, ended({ initDurationMs: 212.3 }))).toStrictEqual([
    'orders  cold, init 212 ms, duration 1.3 ms, billed 214 ms, memory 35 of 128 MB',
    '',
  ]);
  expect(printed(started, ended())).toStrictEqual([
    'orders  warm, duration 1.3 ms, billed 2 ms, memory 35 of 128 MB',
    '',
  ]);
});

test('what has invoked it is told, unless that was the Invoke API', () => {
  const [line] = printed({ ...started, source: 'GET /orders' }, ended());
  expect(line).toMatch(/^orders {2}GET \/orders, warm, duration /);
});

test('the log is below it, and cannot command the terminal', () => {
  const text = 'one\ttwo\nthree\rfour\n\u001B[2Jfive\n';
  expect(printed(started, log(text, 'id'), ended()).slice(1)).toStrictEqual([
    '    one\ttwo',
    '    three',
    '    four',
    String.raw`    \x1b[2Jfive`,
    '',
  ]);
});

test('what is written before the first event, and after a response, is shown as such', () => {
  const lines = printed(log('connecting\n'), started, ended(), log('late\n', 'id'));
  expect(lines).toStrictEqual([
    'orders  init',
    '    connecting',
    'orders  warm, duration 1.3 ms, billed 2 ms, memory 35 of 128 MB',
    'orders  after the response',
    '    late',
    '',
  ]);
});

test('the log of a long one is shown while it runs, and not again', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { record, lines } = printer();
    record(started);
    record(log('one\n', 'id'));
    expect(lines()).toStrictEqual(['']);
    vi.advanceTimersByTime(1000);
    expect(lines()).toStrictEqual(['orders  running', '    one', '']);
    record(log('two\n', 'id'));
    expect(lines()).toStrictEqual(['    two', '']);
    record({ type: 'problem', message: 'another' });
    record(log('three\n', 'id'));
    expect(lines()).toStrictEqual(['another', 'orders  running', '    three', '']);
    record(ended());
    expect(lines()).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('an error has its own type, its message and the lines of its stack that are in the project', () => {
  const error = {
    errorType: 'OrderError',
    errorMessage: 'no order',
    stackTrace: [
      '    at handler (/var/task/app.js:7:9)',
      '    at load (/var/task/node_modules/x/index.js:1:1)',
      '    at internal (node:internal:1:1)',
    ],
  };
  const [line, ...rest] = printed(started, ended({ error }));
  expect(line).toMatch(/memory 35 of 128 MB {2}OrderError$/);
  expect(rest).toStrictEqual(['    no order', '        at handler (app.js:7:9)', '']);
});

test.each([[null], [7], [['x']], [{ errorMessage: {}, stackTrace: 7 }]])(
  'an error may be %j',
  (error) => {
    const [line, ...rest] = printed(started, ended({ error }));
    expect(line).toMatch(/Runtime\.Unknown$/);
    expect(rest).toStrictEqual(['']);
  },
);

test('one whose execution environment was lost shows what it has written, and why', () => {
  const lost: DevEvent = { type: 'invocation-lost', ...of, message: 'The container is gone.' };
  expect(printed(started, log('one\n', 'id'), lost)).toStrictEqual([
    'orders  lost',
    '    one',
    '    The container is gone.',
    '',
  ]);
});

test('a build, and what fails', () => {
  expect(
    printed(
      { type: 'build-ended', files: ['app.js'], isUpdated: true, durationMs: 512 },
      { type: 'build-ended', files: ['a', 'b'], isUpdated: false, durationMs: 9120 },
      { type: 'build-failed', files: ['app.js'], message: 'It could not be built:\n  line 3' },
      {
        type: 'batch-failed',
        function: 'orders',
        source: 'sqs',
        requestId: 'id',
        failed: 1,
        of: 3,
        delayMs: 1000,
      },
      {
        type: 'given-up',
        id: 'failure',
        function: 'orders',
        source: 'Event',
        title: 'event id',
        requestId: 'id',
        attempts: 3,
        record: {},
      },
    ),
  ).toStrictEqual([
    'app.js: reloaded in 0.51 s',
    '2 files: built the image again in 9.12 s',
    'It could not be built:',
    '  line 3',
    'orders: 1 of 3 in the batch failed, again in 1 s',
    'orders: event id failed 3 times, and is given up. To send it again: lambda-container send --failed',
    '',
  ]);
});
