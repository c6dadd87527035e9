import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { decode } from '../ask.ts';
import type { CaseGroup } from '../case.ts';
import { surviving } from '../failure.ts';
import { sources } from '../sources.ts';
import type { Subject } from '../subject.ts';

async function run(subject: Subject, event: object, requestId: string = randomUUID()) {
  const { result } = await subject.invoke(JSON.stringify(event), { requestId });
  return result;
}

async function print(subject: Subject, lines: number, text: string): Promise<void> {
  const event = JSON.stringify({ do: 'print', lines, text });
  const { error } = await subject.sandbox.runtimeApi.invoke(event);
  equal(error, undefined);
}

/** Resolves when the last lines have come. */
async function printed(subject: Subject, lines: number, text: string): Promise<void> {
  await Promise.all(['out', 'err'].map((kind) => subject.line(`${kind} ${lines} ${text}`)));
}

/** The background work of one invocation ends while the next one runs. */
async function background(subject: Subject, fails: boolean) {
  const [first, second] = [randomUUID(), randomUUID()];
  await run(subject, { do: 'background', fails }, first);
  const { body } = await run(subject, { do: 'release', pauseMs: 300 }, second);
  return { first, second, body: body.toString() };
}

export const logs: CaseGroup = {
  title: 'Logs',
  cases: [
    {
      id: 'log-output',
      name: 'standard output and standard error, complete and in order, before the end of the invocation',
      promise: 'The log has what the function writes to standard output and standard error.',
      source: sources.customRuntime,
      executionEnvironment: {},
      async run(subject) {
        const text = `é 漢 ${'x'.repeat(200)}`;
        await print(subject, 200, text);
        // What comes from now on has been written before.
        await subject.sandbox.freeze();
        await printed(subject, 200, text);
        for (const kind of ['out', 'err']) {
          const expected = Array.from({ length: 200 }, (_, n) => `${kind} ${n + 1} ${text}`);
          const written = subject
            .log()
            .split('\n')
            .filter((line) => line.startsWith(`${kind} `));
          deepEqual(written, expected);
        }
      },
    },
    {
      id: 'log-line-large',
      name: 'a line of 1 MB',
      promise: 'The log has what the function writes to standard output and standard error.',
      source: sources.customRuntime,
      async run(subject) {
        const text = 'x'.repeat(1_000_000);
        await print(subject, 1, text);
        await printed(subject, 1, text);
      },
    },
    {
      id: 'log-request-id',
      name: 'a log record is one line with the request id',
      promise: 'The request id says which invocation a line belongs to.',
      source: sources.logFormat,
      async run(subject) {
        const [id, first] = [randomUUID(), randomUUID()];
        await run(subject, { do: 'log', level: 'warning', message: `${first}\nsecond` }, id);
        const line = await subject.line(first);
        ok(line.includes(id), `Expected the request id ${id}, found ${line}`);
        match(line, new RegExp(`${first}[^\\n]*second`));
      },
    },
    {
      id: 'log-json',
      name: 'log records in JSON format',
      promise:
        'With AWS_LAMBDA_LOG_FORMAT=JSON, a record has timestamp, level, message and requestId.',
      source: sources.logFormat,
      executionEnvironment: { env: { AWS_LAMBDA_LOG_FORMAT: 'JSON' } },
      async run(subject) {
        const id = randomUUID();
        const message = 'first "quoted"\nsecond';
        await run(subject, { do: 'log', level: 'warning', message }, id);
        const record = decode(await subject.line('quoted')) as Record<string, unknown>;
        equal(record['message'], message);
        equal(record['level'], 'WARN');
        equal(record['requestId'], id);
        match(String(record['timestamp']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      },
    },
    {
      id: 'log-level',
      name: 'log records below the level are not written',
      promise: 'AWS_LAMBDA_LOG_LEVEL is the lowest level that is written.',
      source: sources.logLevel,
      executionEnvironment: {
        env: { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'WARN' },
      },
      async run(subject) {
        await run(subject, { do: 'log', level: 'info', message: 'too low' });
        await run(subject, { do: 'log', level: 'warning', message: 'high enough' });
        await subject.line('high enough');
        ok(!subject.log().includes('too low'), 'Expected no record below the level, found one');
      },
    },
    {
      id: 'log-level-debug',
      name: 'log records at the level and above are written',
      promise: 'AWS_LAMBDA_LOG_LEVEL is the lowest level that is written.',
      source: sources.logLevel,
      executionEnvironment: {
        env: { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'DEBUG' },
      },
      async run(subject) {
        await run(subject, { do: 'log', level: 'debug', message: 'in detail' });
        await subject.line('in detail');
      },
    },
    {
      id: 'background-log',
      name: 'background work logs during the next invocation',
      promise: 'Unfinished background work continues with the next invocation.',
      source: sources.executionEnvironment,
      executionEnvironment: {},
      async run(subject) {
        const { first, second } = await background(subject, false);
        const line = await subject.line('background');
        ok(!line.includes(second), `Expected the id ${first} or none, found ${line}`);
      },
    },
    {
      id: 'background-error',
      name: 'background work fails during the next invocation',
      promise: 'Unfinished background work continues with the next invocation.',
      source: sources.executionEnvironment,
      executionEnvironment: {},
      run: (subject) =>
        surviving(subject, async () => {
          equal((await background(subject, true)).body, '"released"');
        }),
    },
  ],
};
