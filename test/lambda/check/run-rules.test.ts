/** The rules for what a function says; test/lambda/check/run-image.docker.test.ts has those for how it runs. */
import { expect, test } from 'vitest';

import { findingsOf } from '../../../lambda/check/findings-of.ts';
import type { ImageRun } from '../../../lambda/check/run-rule.ts';
import { runRules } from '../../../lambda/check/run-rules.ts';
import { reportedError, runtimeExit } from '../../../lambda/runtime-api/invocation-result.ts';

const init: ImageRun['init'] = { durationMs: 100, status: 'success', log: '' };

function findings(run: Partial<ImageRun>): string[] {
  const found = findingsOf(runRules, [], (rule) =>
    rule.check({
      extensions: [],
      memoryMb: 128,
      timeoutMs: 3000,
      eventName: 'the event {}',
      init,
      invocation: undefined,
      ...run,
    }),
  );
  return found.map(({ rule, found: text, where }) => `${rule} ${where}: ${text}`);
}

type Result = NonNullable<ImageRun['invocation']>['result'];

function invocation(result: Result, log = ''): Pick<ImageRun, 'invocation'> {
  const report = { requestId: '1', durationMs: 1, memoryMb: 128 };
  return { invocation: { result, log, report } };
}

function error(errorType: string, errorMessage: string): Result {
  const payload = Buffer.from(JSON.stringify({ errorType, errorMessage }));
  return reportedError('1', 'application/json', { type: 'Runtime.Unknown', payload });
}

function response(value: unknown): Result {
  const body = Buffer.from(JSON.stringify(value));
  return { requestId: '1', body, contentType: 'application/json', isStreamed: false };
}

test('an error that is due to the event is shown, as a remark', () => {
  expect(findings(invocation(error('KeyError', "'Records'\nmore")))).toStrictEqual([
    "run-error the event {}: Expected a result, found the error KeyError: 'Records'",
  ]);
});

test('findings name the event that was sent', () => {
  const run = { ...invocation(error('KeyError', "'Records'")), eventName: 'events/a.json' };
  expect(findings(run)).toStrictEqual([
    "run-error events/a.json: Expected a result, found the error KeyError: 'Records'",
  ]);
});

test('an error that is due to the image', () => {
  const run = invocation(error('PermissionError', "[Errno 13] Permission denied: '/var/task/a'"));
  expect(findings(run)).toStrictEqual([
    expect.stringMatching(/^run-fault \/var\/task\/a: .*found: PermissionError: \[Errno 13\]/),
  ]);
});

test('an error of a framework, and its cause in the log', () => {
  const failed = response({ statusCode: 500, body: 'Internal Server Error' });
  expect(findings(invocation(failed, 'ImportError: No module named numpy'))).toStrictEqual([
    expect.stringMatching(/^run-fault .*found: ImportError: No module named numpy$/),
  ]);
  expect(findings(invocation(failed))).toStrictEqual([
    'run-error the event {}: Expected a result, found the error HTTP status 500: Internal Server Error',
  ]);
});

test('a runtime that exits, and its cause in the log', () => {
  const run = invocation(runtimeExit('1', 'exit status 1'), 'sh: 1: ffmpeg: not found');
  expect(findings(run)).toStrictEqual([
    expect.stringMatching(/^run-answer /),
    expect.stringMatching(/^run-fault .*ffmpeg: not found$/),
  ]);
});

test('an error beside something in the log that may have nothing to do with it', () => {
  const log = 'libvips.so.42: cannot open shared object file';
  expect(findings(invocation(error('KeyError', "'Records'"), log))).toStrictEqual([
    expect.stringMatching(/^run-log .*libvips/),
    expect.stringMatching(/^run-error .*KeyError/),
  ]);
});

test('an error that the function has caught, in its log or its response', () => {
  const line = 'libGL.so.1: cannot open shared object file';
  for (const run of [invocation(response({}), line), invocation(response({ error: line }))]) {
    expect(findings(run)).toStrictEqual([expect.stringMatching(/^run-log .*libGL/)]);
  }
});

test('a vague error, and its cause in the log', () => {
  const failed = error('FileNotFoundError', '[Errno 2] No such file or directory');
  expect(findings(invocation(failed, 'self._semlock = _multiprocessing.SemLock('))).toStrictEqual([
    expect.stringMatching(/^run-fault .*SemLock/),
  ]);
});

test('a write that failed, by the error alone', () => {
  const failed = error('OSError', "[Errno 30] Read-only file system: '/var/task/a'");
  expect(findings(invocation(failed))).toContainEqual(
    expect.stringMatching(/^run-read-only \/var\/task\/a: /),
  );
});

test('an init that fails, with the line of the log that says why', () => {
  const log = "Error: Cannot find module 'zod'\n    at x\n\nNode.js v24.1.0\n";
  const run = { init: { ...init, status: 'error', ending: { exitStatus: 1 }, log } as typeof init };
  expect(findings(run)).toStrictEqual([
    "run-init init: Expected a request for the first event, found the runtime ended with exit status 1; the log says: Error: Cannot find module 'zod'",
  ]);
});

test('a function that responds has no findings', () => {
  expect(findings(invocation(response({ statusCode: 404, body: 'Not found' })))).toStrictEqual([]);
});

const waiting: ImageRun['init'] = { ...init, status: 'timeout', log: 'listening on 8080\n' };

test('a server whose extension takes the events', () => {
  expect(findings({ init: waiting })).toStrictEqual([expect.stringMatching(/^run-init /)]);
  expect(findings({ init: waiting, extensions: ['adapter'] })).toStrictEqual([
    'run-extensions /opt/extensions: Expected no extensions to start, found adapter: the function did not respond without.',
  ]);
});

test('a function that its extension serves', () => {
  const failed = invocation(runtimeExit('1', 'exit status 1'), 'connect ECONNREFUSED ::1:2773');
  expect(findings({ ...failed, extensions: ['secrets'] })).toStrictEqual([
    expect.stringMatching(/^run-extensions .*: the function did not respond without\.$/),
  ]);
});

test('what an extension has nothing to do with', () => {
  const log = "Error: Cannot find module 'zod'";
  const broken = { ...init, status: 'error', ending: { exitStatus: 1 }, log } as typeof init;
  expect(findings({ init: broken, extensions: ['adapter'] })).toStrictEqual([
    expect.stringMatching(/^run-init .*zod/),
    'run-extensions /opt/extensions: Expected no extensions to start, found adapter.',
  ]);
});
