import { deepEqual, equal, match, ok } from 'node:assert/strict';

import { decode } from '../ask.ts';
import type { CaseGroup } from '../case.ts';
import { errorReport } from '../failure.ts';
import { sources } from '../sources.ts';

const streaming = { handler: 'streamingHandler' } as const;

const parts = ['first ', 'é 漢 ', 'x'.repeat(100_000), ' last'];
const whole = parts.join('');

export const streams: CaseGroup = {
  title: 'Streamed responses',
  cases: [
    {
      id: 'stream-parts',
      name: 'a response in parts',
      promise: 'A streamed response is passed on as it is sent.',
      source: sources.customRuntime,
      executionEnvironment: streaming,
      async run(subject) {
        const { result } = await subject.invoke(JSON.stringify({ do: 'stream', parts }));
        equal(result.error, undefined);
        equal(result.isStreamed, true);
        equal(result.contentType, 'text/plain');
        equal(result.body.toString(), whole);
      },
    },
    {
      id: 'stream-large',
      name: 'a response of 7 MB, more than a buffered response may have',
      promise: 'A streamed response may have 200 MB.',
      source: sources.streaming,
      executionEnvironment: streaming,
      async run(subject) {
        const event = JSON.stringify({ do: 'stream', parts: ['x'.repeat(1_000_000)], times: 7 });
        let bytes = 0;
        function onChunk(chunk: Buffer) {
          bytes += chunk.length;
        }
        const { result } = await subject.invoke(event, { onChunk });
        equal(result.error, undefined);
        equal(bytes, 7_000_000);
      },
    },
    {
      id: 'stream-fails',
      name: 'an error in the middle of a stream',
      promise:
        'An error in the middle of a stream is sent in trailers, and the next event is handled.',
      source: sources.customRuntime,
      executionEnvironment: streaming,
      async run(subject) {
        const event = JSON.stringify({ do: 'stream', parts, fails: true });
        const { result } = await subject.invoke(event);
        equal(result.body.toString(), whole);
        ok(result.error !== undefined, 'Expected an error, found none');
        match(errorReport(result.error.payload.toString()).errorMessage, /half-way/);
        const next = await subject.invoke(JSON.stringify({ do: 'stream', parts }));
        equal(next.result.body.toString(), whole);
      },
    },
    {
      id: 'stream-http',
      name: 'status, headers and cookies before the body',
      promise:
        'The prelude of an HTTP response is JSON, separated from the body by eight zero bytes.',
      source: sources.customRuntime,
      executionEnvironment: streaming,
      async run(subject) {
        const { result } = await subject.invoke(JSON.stringify({ do: 'http-stream', parts }));
        equal(result.contentType, 'application/vnd.awslambda.http-integration-response');
        const end = result.body.indexOf(Buffer.alloc(8));
        ok(end > 0, 'Expected a prelude and eight zero bytes, found none');
        deepEqual(decode(result.body.subarray(0, end).toString()), {
          statusCode: 201,
          headers: { 'x-part': 'head' },
          cookies: ['a=1', 'b=2'],
        });
        equal(result.body.subarray(end + 8).toString(), whole);
      },
    },
  ],
};
