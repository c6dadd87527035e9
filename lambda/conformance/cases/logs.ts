import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { decode } from '../ask.ts';
import type { CaseGroup } from '../case.ts';
import { surviving } from '../failure.ts';
import { sources } from '../sources.ts';
import type { Subject } from '../subject.ts';

const run = (subject: Subject, event: object, requestId: string = randomUUID()) =>
  subject.invoke(JSON.stringify(event), { requestId });

const linesWith = (log: string, text: string): string[] =>
  log.split('\n').filter((line) => line.includes(text));

/** The background work of one invocation ends while the next one runs. */
const background = async (subject: Subject, fails: boolean) => {
  const [first, second] = [randomUUID(), randomUUID()];
  await run(subject, { do: 'background', fails }, first);
  const { result, log } = await run(subject, { do: 'release', fails, pauseMs: 300 }, second);
  return { first, second, result, log };
};

export const logs: CaseGroup = {
  title: 'Logs',
  cases: [
    {
      id: 'log-output',
      name: 'standard output and standard error, whole and in order, before the end of the invocation',
      promise: 'What a function writes to stdout and stderr is in its log.',
      source: sources.customRuntime,
      async run(subject) {
        const text = `é 漢 ${'x'.repeat(200)}`;
        const { log } = await run(subject, { do: 'print', lines: 200, text });
        for (const kind of ['out', 'err']) {
          const expected = Array.from({ length: 200 }, (_, n) => `${kind} ${n + 1} ${text}`);
          const written = log.split('\n').filter((line) => line.startsWith(`${kind} `));
          deepEqual(written, expected);
        }
      },
    },
    {
      id: 'log-line-large',
      name: 'a line of 100 kB',
      promise: 'What a function writes to stdout and stderr is in its log.',
      source: sources.customRuntime,
      async run(subject) {
        const text = 'x'.repeat(100_000);
        const { log } = await run(subject, { do: 'print', lines: 1, text });
        ok(log.includes(`out 1 ${text}\n`), 'Expected the line on standard output to be whole');
        ok(log.includes(`err 1 ${text}\n`), 'Expected the line on standard error to be whole');
      },
    },
    {
      id: 'log-request-id',
      name: 'a record of the logger has the request id and one line',
      promise: 'The request id in a line tells which invocation it belongs to.',
      source: sources.logFormat,
      async run(subject) {
        const id = randomUUID();
        const event = { do: 'log', level: 'warning', message: 'first\nsecond' };
        const { log } = await run(subject, event, id);
        const [line] = linesWith(log, 'first');
        match(line ?? 'no line', new RegExp(`${id}.*first[^\\n]*second`));
      },
    },
    {
      id: 'log-json',
      name: 'records of the logger in the JSON format',
      promise:
        'With AWS_LAMBDA_LOG_FORMAT=JSON a record has timestamp, level, message and requestId.',
      source: sources.logFormat,
      environment: { env: { AWS_LAMBDA_LOG_FORMAT: 'JSON' } },
      async run(subject) {
        const id = randomUUID();
        const message = 'first "quoted"\nsecond';
        const { log } = await run(subject, { do: 'log', level: 'warning', message }, id);
        const [line] = linesWith(log, 'quoted');
        const record = decode(line ?? '') as Record<string, unknown>;
        equal(record['message'], message);
        equal(record['level'], 'WARN');
        equal(record['requestId'], id);
        match(String(record['timestamp']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      },
    },
    {
      id: 'log-level',
      name: 'records below the level are not written',
      promise: 'AWS_LAMBDA_LOG_LEVEL is the lowest level that is written.',
      source: sources.logLevel,
      environment: { env: { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'WARN' } },
      async run(subject) {
        const info = await run(subject, { do: 'log', level: 'info', message: 'too low' });
        equal(linesWith(info.log, 'too low').length, 0);
        const warning = await run(subject, { do: 'log', level: 'warning', message: 'high enough' });
        equal(linesWith(warning.log, 'high enough').length, 1);
      },
    },
    {
      id: 'log-level-debug',
      name: 'records from the level on are written',
      promise: 'AWS_LAMBDA_LOG_LEVEL is the lowest level that is written.',
      source: sources.logLevel,
      environment: { env: { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'DEBUG' } },
      async run(subject) {
        const { log } = await run(subject, { do: 'log', level: 'debug', message: 'in detail' });
        equal(linesWith(log, 'in detail').length, 1);
      },
    },
    {
      id: 'background-log',
      name: 'what work in the background logs while the next invocation runs',
      promise: 'Work that is not done when the function ends goes on with the next invocation.',
      source: sources.environment,
      environment: {},
      async run(subject) {
        const { first, second, log } = await background(subject, false);
        const lines = linesWith(log, 'background');
        equal(lines.length, 1);
        ok(!lines[0]!.includes(second), `Expected the id ${first} or none, found ${lines[0]}`);
      },
    },
    {
      id: 'background-error',
      name: 'work in the background fails while the next invocation runs',
      promise: 'Work that is not done when the function ends goes on with the next invocation.',
      source: sources.environment,
      environment: {},
      run: (subject) =>
        surviving(subject, async () => {
          const { result } = await background(subject, true);
          equal(result.body.toString(), '"released"');
        }),
    },
  ],
};
