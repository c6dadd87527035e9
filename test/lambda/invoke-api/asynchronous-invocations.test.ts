import { expect, test } from 'vitest';

import {
  type AsynchronousOptions,
  createAsynchronousInvocations,
  type Settled,
} from '../../../lambda/invoke-api/asynchronous-invocations.ts';
import type { LocalFunction } from '../../../lambda/invoke-api/local-function.ts';

/** What becomes of an event that a function fails for that often, and the request ids that it got. */
async function settled(failures: number, options: AsynchronousOptions = {}, unavailable = 0) {
  const ids: string[] = [];
  let missing = unavailable;
  const to: LocalFunction = {
    name: 'orders',
    handler: 'app.handler',
    memoryMb: 128,
    timeoutMs: 3000,
    async invoke(_event, { requestId }) {
      if (missing > 0) {
        missing -= 1;
        throw new Error('The engine is not running.');
      }
      ids.push(requestId);
      const payload = Buffer.from('{"errorMessage":"no"}');
      const isFailure = ids.length <= failures;
      return {
        result: {
          requestId,
          body: isFailure ? payload : Buffer.from('"done"'),
          contentType: 'application/json',
          isStreamed: false,
          ...(isFailure && { error: { type: 'Orders.No', payload } }),
        },
        log: async () => '',
      };
    },
  };
  const { promise, resolve } = Promise.withResolvers<Settled>();
  await using invocations = createAsynchronousInvocations({
    delayMs: 1,
    ...options,
    onSettled: resolve,
  });
  invocations.accept({
    to,
    event: Buffer.from('{}'),
    options: { requestId: 'the-id', source: 'Event' },
  });
  const { result, attempts } = await promise;
  return { attempts, ids, error: result.error?.type };
}

test('a response is final', async () => {
  expect(await settled(0)).toStrictEqual({ attempts: 1, ids: ['the-id'], error: undefined });
});

test('an error of the function is retried twice, with the same request id', async () => {
  const ids = ['the-id', 'the-id', 'the-id'];
  expect(await settled(2)).toStrictEqual({ attempts: 3, ids, error: undefined });
  expect(await settled(9)).toStrictEqual({ attempts: 3, ids, error: 'Orders.No' });
});

test('retries can be turned off', async () => {
  expect(await settled(9, { retries: 0 })).toMatchObject({ attempts: 1, error: 'Orders.No' });
});

test('a function that cannot be started is no attempt', async () => {
  expect(await settled(0, {}, 5)).toStrictEqual({ attempts: 1, ids: ['the-id'], error: undefined });
});

test('what waits is given up at the end', async () => {
  const to = { invoke: () => Promise.reject(new Error('no engine')) } as unknown as LocalFunction;
  const invocations = createAsynchronousInvocations({ delayMs: 60_000 });
  invocations.accept({
    to,
    event: Buffer.from('{}'),
    options: { requestId: 'the-id', source: 'Event' },
  });
  await invocations[Symbol.asyncDispose]();
});

test('at most 1,000 wait', async () => {
  const to = { invoke: () => Promise.reject(new Error('no engine')) } as unknown as LocalFunction;
  await using invocations = createAsynchronousInvocations({ delayMs: 60_000 });
  const event = { to, event: Buffer.from('{}'), options: { requestId: 'the-id', source: 'Event' } };
  for (let count = 0; count < 1000; count++) invocations.accept(event);
  expect(() => invocations.accept(event)).toThrow('Rate Exceeded.');
});
