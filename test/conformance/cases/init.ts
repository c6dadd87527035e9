import { equal, match, notEqual, ok } from 'node:assert/strict';

import type { CaseGroup } from '../case.ts';
import { type ErrorReport, errorReport, stateOf } from '../failure.ts';
import { sources } from '../sources.ts';
import type { Subject } from '../subject.ts';

/** What init is reported with that is to fail. Lambda tries again at each invocation: with the same end. */
async function initFailure({ sandbox, ...subject }: Subject): Promise<ErrorReport> {
  equal(sandbox.init.status, 'error');
  const { result } = await subject.invoke('{}');
  equal(result.error?.type, sandbox.init.error?.error?.type);
  return errorReport(sandbox.init.error!.body.toString());
}

export const init: CaseGroup = {
  title: 'Init',
  cases: [
    {
      id: 'init-no-function',
      name: 'a handler that is missing from its module',
      promise: 'A runtime that cannot start reports an error with a type to init/error, and exits.',
      source: sources.runtimeApi,
      executionEnvironment: { handler: 'missingFunction' },
      async run(subject) {
        const report = await initFailure(subject);
        equal(report.errorType, 'Runtime.HandlerNotFound');
        match(report.errorMessage, /nothing/);
      },
    },
    {
      id: 'init-no-module',
      name: 'a handler in a module that does not exist',
      promise: 'A runtime that cannot start reports an error with a type to init/error, and exits.',
      source: sources.runtimeApi,
      executionEnvironment: { handler: 'missingModule' },
      async run(subject) {
        const report = await initFailure(subject);
        // A binary has functions, and no modules that it could look for.
        match(report.errorType, /^Runtime\.(ImportModuleError|HandlerNotFound)$/);
        match(report.errorMessage, /nothing/i);
      },
    },
    {
      id: 'init-not-loadable',
      name: 'a handler whose module fails when it is loaded',
      promise: 'A runtime that cannot start reports an error to init/error, and exits.',
      source: sources.runtimeApi,
      executionEnvironment: { handler: 'unloadable' },
      async run(subject) {
        const report = await initFailure(subject);
        notEqual(report.errorType, 'Runtime.ExitError');
        match(report.errorMessage, /load/i);
      },
    },
    {
      id: 'init-fails',
      name: 'a function that fails during init',
      promise: 'A runtime that cannot start exits at once, and the log says why.',
      source: sources.executionEnvironment,
      executionEnvironment: { env: { INIT_FAILS: 'yes' } },
      async run(subject) {
        await initFailure(subject);
        await subject.line(/init.failed/);
      },
    },
    {
      id: 'init-9-seconds',
      name: 'init that takes 9 seconds',
      promise: 'Init may take 10 seconds. No event is sent before it has finished.',
      source: sources.executionEnvironment,
      executionEnvironment: { env: { INIT_MS: '9000' } },
      async run({ sandbox, ...subject }) {
        // On a busy machine the rest of init may take the tenth second: then it is tried again.
        if (sandbox.init.status !== 'timeout') equal(sandbox.init.status, 'success');
        ok(sandbox.init.durationMs >= 9000, `Expected 9 s, found ${sandbox.init.durationMs} ms`);
        await stateOf(subject);
      },
    },
    {
      id: 'init-11-seconds',
      name: 'init that takes 11 seconds',
      promise: 'After 10 seconds, init is stopped, and runs again as part of the first invocation.',
      source: sources.executionEnvironment,
      executionEnvironment: { env: { INIT_MS: '11000' } },
      async run({ sandbox, ...subject }) {
        equal(sandbox.init.status, 'timeout');
        await stateOf(subject);
      },
    },
  ],
};
