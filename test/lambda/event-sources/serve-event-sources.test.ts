import { expect, test } from 'vitest';

import { createEventSource } from '../../../lambda/event-sources/create-event-source.ts';
import { createFailedEvents } from '../../../lambda/event-sources/failed-events.ts';
import { serveEventSources } from '../../../lambda/event-sources/serve-event-sources.ts';
import type { SentNotice } from '../../../lambda/event-sources/source-observer.ts';
import { createAsynchronousInvocations } from '../../../lambda/invoke-api/asynchronous-invocations.ts';
import type { LocalFunction } from '../../../lambda/invoke-api/local-function.ts';
import { startInvokeApi } from '../../../lambda/invoke-api/start-invoke-api.ts';

/** `dev` with functions by the names of their sources, which do nothing. */
async function startSources(functions: Readonly<Record<string, string>>) {
  const sent: SentNotice[] = [];
  const events: unknown[] = [];
  const failedEvents = createFailedEvents(() => {});
  const asynchronous = createAsynchronousInvocations();
  const observer = { onSent: (notice: SentNotice) => void sent.push(notice), onRetry() {} };
  const sources = Object.entries(functions).flatMap(([name, event]) => {
    const to: LocalFunction = {
      name,
      handler: 'app.handler',
      memoryMb: 128,
      timeoutMs: 3000,
      async invoke(bytes, { requestId }) {
        events.push(JSON.parse(Buffer.from(bytes).toString()));
        const result = { requestId, contentType: 'application/json', isStreamed: false };
        return { result: { ...result, body: Buffer.from('null') }, log: async () => '' };
      },
    };
    const options = { batchSize: undefined, windowMs: undefined, retryDelayMs: 1, facts: {} };
    const all = { ...options, to, event, asynchronous, failedEvents, observer };
    return createEventSource(all) ?? [];
  });
  const api = await startInvokeApi({
    functions: new Map(),
    asynchronous,
    others: serveEventSources({ sources, failedEvents, observer }),
  });
  return {
    sent,
    events,
    failedEvents,
    async post(path: string, body: unknown, headers: Record<string, string> = {}) {
      const response = await fetch(`http://127.0.0.1:${api.port}/_lambda-container/${path}`, {
        method: 'POST',
        headers,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as { message?: string } };
    },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      for (const source of sources) source[Symbol.dispose]();
      await asynchronous[Symbol.asyncDispose]();
    },
  };
}

const messages = [Buffer.from('one').toString('base64')];

test('messages are put where the function gets them from', async () => {
  await using dev = await startSources({ orders: 'sqs', web: 'http' });
  const sent = { function: 'orders', source: 'sqs', count: 6 };
  expect(
    await dev.post('send', { source: 'sqs', messages: [...messages, ...messages], count: 3 }),
  ).toStrictEqual({ status: 202, body: sent });
  expect(dev.sent).toStrictEqual([sent]);
  expect(dev.events).toMatchObject([
    { Records: Array.from({ length: 6 }, () => ({ body: 'one' })) },
  ]);
  expect((await dev.post('send', { function: 'orders', messages })).status).toBe(202);
});

test.each([
  ['no JSON', 'x', 'Expected a JSON object.'],
  ['no messages', { source: 'sqs' }, 'Expected messages'],
  ['messages that are none', { source: 'sqs', messages: [1] }, 'Expected messages'],
  ['neither source nor function', { messages }, 'Expected a source or a function.'],
  ['a source that is no text', { source: 1, messages }, 'Expected source to be a text.'],
  ['a count of 0', { source: 'sqs', messages, count: 0 }, 'Expected count to be a whole number'],
  [
    'too many messages',
    { source: 'sqs', messages: [...messages, ...messages], count: 5001 },
    'Expected at most 10000 messages at once, found 10002.',
  ],
  [
    'too many bytes with all copies',
    { source: 'sqs', messages: [Buffer.alloc(10_000).toString('base64')], count: 10_000 },
    'Expected at most 67108864 bytes of messages at once, found 100000000.',
  ],
  ['an option of another source', { source: 'sqs', messages, subject: 'x' }, 'found a subject.'],
  [
    'a source that no function has',
    { source: 'sns', messages },
    'found sns. There are: orders (sqs), invoices (sqs), clicks (kinesis).',
  ],
  [
    'a function that is not there',
    { source: 'sqs', function: 'nope', messages },
    'found sqs of nope.',
  ],
  [
    'a source that two functions have',
    { source: 'sqs', messages },
    'Expected one function, found 2: orders, invoices. Name one of them with --function.',
  ],
])('%s is refused', async (_what, body, problem) => {
  await using dev = await startSources({ orders: 'sqs', invoices: 'sqs', clicks: 'kinesis' });
  const named = typeof body === 'object' && 'source' in body && body.source === 'sqs';
  const ofOne = named && !problem.includes('found 2') && !('function' in body);
  const response = await dev.post('send', ofOne ? { ...body, function: 'orders' } : body);
  expect(JSON.stringify(response.body)).toContain(problem);
  expect([400, 404]).toContain(response.status);
  expect({ sent: dev.sent, events: dev.events }).toStrictEqual({ sent: [], events: [] });
});

test('what has failed is sent again: all, those of a function, or one', async () => {
  await using dev = await startSources({ orders: 'sqs' });
  const again: string[] = [];
  for (const name of ['orders', 'orders', 'other', 'other']) {
    const failed = { function: name, source: 'sqs', title: '', requestId: '', attempts: 1 };
    dev.failedEvents.add({ ...failed, record: {} }, () => again.push(name));
  }
  const { id } = dev.failedEvents.list()[0]!;
  expect((await dev.post('send-failed', { id })).body).toStrictEqual({ count: 1 });
  expect((await dev.post('send-failed', { function: 'other' })).body).toStrictEqual({ count: 2 });
  expect((await dev.post('send-failed', {})).body).toStrictEqual({ count: 1 });
  expect(again).toStrictEqual(['orders', 'other', 'other', 'orders']);
});

test('a web page elsewhere cannot send anything', async () => {
  await using dev = await startSources({ orders: 'sqs' });
  const { status } = await dev.post(
    'send',
    { source: 'sqs', messages },
    { Origin: 'http://evil.example' },
  );
  expect({ status, sent: dev.sent }).toStrictEqual({ status: 403, sent: [] });
});

test('other paths are an error', async () => {
  await using dev = await startSources({ orders: 'sqs' });
  expect((await dev.post('nope', {})).status).toBe(501);
});
