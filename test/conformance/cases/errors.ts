import { equal, match, notEqual, ok } from 'node:assert/strict';

import type { CaseGroup } from '../case.ts';
import { failure, stateOf } from '../failure.ts';
import { sources } from '../sources.ts';

const message = 'first line\nsecond "quoted" line\r\n\tÄrger \u{1f9a9} \\ end';
const words = ['first line', 'second', 'quoted', 'Ärger', '\u{1f9a9}', 'end'];
const beam = ['elixir', 'erlang'];

export const errors: CaseGroup = {
  title: 'Errors',
  cases: [
    {
      id: 'error-raised',
      name: 'an error raised by the handler',
      promise: 'An error is JSON with errorMessage and errorType, and the next event is handled.',
      source: sources.runtimeApi,
      rie: true,
      async run(caller) {
        const report = await failure(caller, { do: 'raise', message: 'no such user' });
        match(report.errorMessage, /no such user/);
        notEqual(report.errorType, '');
      },
    },
    {
      id: 'error-type',
      name: 'an error of a custom type',
      promise: 'errorType distinguishes errors.',
      source: sources.runtimeApi,
      rie: true,
      async run(caller) {
        match((await failure(caller, { do: 'raise-custom' })).errorType, /custom_?error/i);
      },
    },
    {
      id: 'error-stack-trace',
      name: 'the stack trace of an error',
      promise: 'stackTrace is an array of strings.',
      source: sources.runtimeApi,
      rie: true,
      async run(caller) {
        const { stackTrace } = await failure(caller, { do: 'raise', message: 'x' });
        ok(Array.isArray(stackTrace), `Expected an array, found ${JSON.stringify(stackTrace)}`);
        ok(stackTrace.length > 0, 'Expected a line of the stack, found none');
        ok(
          stackTrace.every((line) => typeof line === 'string'),
          'Expected strings',
        );
      },
    },
    {
      id: 'error-category',
      name: 'the header with the type of an error',
      promise: 'Lambda-Runtime-Function-Error-Type is used if it has the form Function.Reason.',
      source: sources.errorTypes,
      async run(subject) {
        const event = JSON.stringify({ do: 'raise', message: 'x' });
        const { result } = await subject.invoke(event);
        match(result.error?.type ?? 'none', /^Function\.[A-Z][a-zA-Z]+$/);
        notEqual(result.error?.type, 'Function.Unknown');
      },
    },
    {
      id: 'error-message-escapes',
      name: 'an error message with newlines, quotes and special characters',
      promise: 'The error is valid JSON, whatever its message is.',
      source: sources.runtimeApi,
      rie: true,
      async run(caller) {
        const { errorMessage } = await failure(caller, { do: 'raise', message });
        for (const word of words) ok(errorMessage.includes(word), `${word}: ${errorMessage}`);
        // Half of a surrogate pair, which JSON can have and UTF-8 cannot. What a runtime makes of it is its own.
        await failure(caller, { do: 'raise', message: '\ud800' });
      },
    },
    {
      id: 'error-message-large',
      name: 'an error message of 100 kB',
      promise: 'An error may be as large as a response.',
      source: sources.runtimeApi,
      rie: true,
      async run(caller) {
        const large = 'x'.repeat(100_000);
        const { errorMessage } = await failure(caller, { do: 'raise', message: large });
        ok(errorMessage.includes(large), `Expected 100 kB, found ${errorMessage.length} bytes`);
      },
    },
    {
      id: 'error-thrown',
      name: 'a thrown value that is not an error',
      promise: 'If the handler does not return a result, the invocation is reported as an error.',
      source: sources.runtimeApi,
      rie: true,
      async run(caller) {
        const report = await failure(caller, { do: 'throw', value: 'thrown text' });
        match(report.errorMessage, /thrown text/);
      },
    },
    {
      id: 'error-exit',
      name: 'the process of the handler calls exit/1',
      promise: 'If the handler does not return a result, the invocation is reported as an error.',
      source: sources.runtimeApi,
      languages: beam,
      rie: true,
      async run(caller) {
        const report = await failure(caller, { do: 'exit', reason: 'exit reason' });
        match(report.errorMessage, /exit reason/);
      },
    },
    {
      id: 'error-killed',
      name: 'the process of the handler is killed',
      promise: 'If the handler does not return a result, the invocation is reported as an error.',
      source: sources.runtimeApi,
      languages: beam,
      rie: true,
      async run(caller) {
        match((await failure(caller, { do: 'kill' })).errorMessage, /killed/);
      },
    },
    {
      id: 'error-process-exit',
      name: 'the handler exits the whole process',
      promise:
        'The caller gets Runtime.ExitError with the exit status, and a new process handles the next event.',
      source: sources.executionEnvironment,
      async run(subject) {
        const before = await stateOf(subject);
        const { result } = await subject.invoke(JSON.stringify({ do: 'halt', status: 3 }));
        equal(result.error?.type, 'Runtime.ExitError');
        match(result.body.toString(), /exit status 3/);
        const after = await stateOf(subject);
        notEqual(after.incarnation, before.incarnation);
      },
    },
    {
      id: 'error-logged',
      name: 'an error is also in the log',
      promise: 'The log of a function says why an invocation failed.',
      source: sources.executionEnvironment,
      async run(subject) {
        await failure(subject, { do: 'raise', message: 'to be logged' });
        await subject.line('to be logged');
      },
    },
  ],
};
