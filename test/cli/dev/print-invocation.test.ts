import { PassThrough } from 'node:stream';

import { expect, test } from 'vitest';

import { printInit, printInvocation } from '../../../cli/dev/print-invocation.ts';
import type { SandboxInvocation } from '../../../lambda/sandbox/sandbox.ts';

/** The lines that are printed, without the time of day. */
function printed(invocation: Partial<Omit<SandboxInvocation, 'result'>> & { error?: object }) {
  const { error, log = '', report } = invocation;
  const payload = Buffer.from(JSON.stringify(error ?? null));
  const stream = new PassThrough();
  printInvocation(
    'orders',
    {
      result: {
        requestId: 'id',
        body: payload,
        contentType: 'application/json',
        isStreamed: false,
        ...(error !== undefined && { error: { type: 'Runtime.Unknown', payload } }),
      },
      log,
      report: { requestId: 'id', durationMs: 1.26, memoryMb: 128, maxMemoryMb: 34.2, ...report },
    },
    stream as unknown as NodeJS.WriteStream,
  );
  const [first, ...rest] = String(stream.read()).split('\n');
  return [first!.replace(/^\d\d:\d\d:\d\d {2}/, ''), ...rest];
}

test('a cold and a warm one', () => {
  expect(printed({ report: { initDurationMs: 212.3 } as never })).toStrictEqual([
    'orders  cold, init 212 ms, duration 1.3 ms, billed 214 ms, memory 35 of 128 MB',
    '',
  ]);
  expect(printed({})).toStrictEqual([
    'orders  warm, duration 1.3 ms, billed 2 ms, memory 35 of 128 MB',
    '',
  ]);
});

test('the log is below it, and cannot command the terminal', () => {
  expect(printed({ log: 'one\ttwo\nthree\rfour\n\u001B[2Jfive\n' }).slice(1)).toStrictEqual([
    '    one\ttwo',
    '    three',
    '    four',
    String.raw`    \x1b[2Jfive`,
    '',
  ]);
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
  const [line, ...rest] = printed({ error });
  expect(line).toMatch(/memory 35 of 128 MB {2}OrderError$/);
  expect(rest).toStrictEqual(['    no order', '        at handler (app.js:7:9)', '']);
});

test.each([[null], [7], [['x']], [{ errorMessage: {}, stackTrace: 7 }]])(
  'an error may be %j',
  (error) => {
    expect(printed({ error: error as object })[0]).toMatch(/Runtime\.Unknown$/);
  },
);

test('what is written before the first event is shown, too', () => {
  const stream = new PassThrough();
  printInit('orders', { log: '' }, stream as unknown as NodeJS.WriteStream);
  expect(stream.read()).toBe(null);
  printInit('orders', { log: 'connecting\n' }, stream as unknown as NodeJS.WriteStream);
  expect(String(stream.read())).toMatch(/^\d\d:\d\d:\d\d {2}orders {2}init\n {4}connecting\n$/);
});
