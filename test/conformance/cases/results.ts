import { deepEqual, equal } from 'node:assert/strict';

import { maxPayloadBytes } from '../../../lambda/runtime-api/limits.ts';
import type { CaseGroup } from '../case.ts';
import { failure, surviving } from '../failure.ts';
import { sources } from '../sources.ts';

/** A string of so many bytes is two quotes longer as JSON. */
function large(bytes: number) {
  return JSON.stringify({ do: 'large', bytes: bytes - 2 });
}

export const results: CaseGroup = {
  title: 'Responses',
  cases: [
    {
      id: 'result-at-limit',
      name: 'a response of 6 MiB and 100 bytes',
      promise: 'A response may have 6,291,556 bytes.',
      source: sources.payloadSize,
      async run(subject) {
        const { body, isError } = await subject.send(large(maxPayloadBytes));
        equal(isError, false, `Expected a result, found the error ${body.slice(0, 1000)}`);
        equal(body.length, maxPayloadBytes);
      },
    },
    {
      id: 'result-over-limit',
      name: 'a response with one byte more',
      promise: 'Lambda reports an oversized response to the caller, and the runtime continues.',
      source: sources.payloadSize,
      async run(subject) {
        function send() {
          return subject.invoke(large(maxPayloadBytes + 1));
        }
        const { result } = await surviving(subject, send);
        equal(result.error?.type, 'Function.ResponseSizeTooLarge');
      },
    },
    {
      id: 'result-raw',
      name: 'a binary response with its content type',
      promise: 'A response is whatever the runtime posts. It does not have to be JSON.',
      source: sources.runtimeApi,
      languages: ['elixir', 'erlang'],
      async run(subject) {
        const bytes = [0, 10, 13, 127, 128, 255];
        const { result } = await subject.invoke(JSON.stringify({ do: 'raw', bytes }));
        deepEqual([...result.body], bytes);
        equal(result.contentType, 'text/csv');
      },
    },
    {
      id: 'result-not-encodable',
      name: 'a result that cannot be encoded as JSON',
      promise: 'An error with a result is reported as the error of its invocation.',
      source: sources.runtimeApi,
      rie: true,
      async run(caller) {
        await failure(caller, { do: 'unencodable' });
      },
    },
  ],
};
