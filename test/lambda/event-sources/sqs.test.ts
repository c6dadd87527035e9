import { setTimeout as sleep } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { failures, testSource, type TestEvent, Unavailable } from './test-source.ts';

const none = failures([]);

/** Fails for the messages with such a body. */
function failFor(bodies: readonly string[]) {
  return ({ Records }: TestEvent) =>
    failures(Records.filter(({ body }) => bodies.includes(body)).map(({ messageId }) => messageId));
}

function bodies({ Records }: TestEvent): string[] {
  return Records.map(({ body }) => body);
}

test('messages come in batches, as SQS sends them', async () => {
  await using queue = testSource('sqs', () => none);
  const texts = Array.from({ length: 25 }, (_, index) => `message ${index}`);
  await queue.send(texts, () => queue.events.length === 3);
  expect(queue.events.map(({ Records }) => Records.length)).toStrictEqual([10, 10, 5]);
  expect(queue.events.flatMap(bodies)).toStrictEqual(texts);
  expect(queue.events[0]!.Records[0]).toStrictEqual({
    messageId: expect.stringMatching(/^[\da-f-]{36}$/),
    receiptHandle: expect.stringMatching(/^AQEB/),
    body: 'message 0',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
      SenderId: expect.any(String),
      ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
    },
    messageAttributes: {},
    md5OfBody: '4fce64326221d1a246dcc5557e824cf3',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:012345678912:orders',
    awsRegion: 'us-east-1',
  });
});

test('only the messages that have failed come again, until the dead-letter queue has them', async () => {
  await using queue = testSource('sqs', failFor(['bad']), { facts: { maxReceiveCount: 3 } });
  await queue.send(['one', 'bad', 'two'], () => queue.failedEvents.list().length === 1);
  expect(queue.events.map(bodies)).toStrictEqual([['one', 'bad', 'two'], ['bad'], ['bad']]);
  const received = queue.events.map(({ Records }) => Records.find(({ body }) => body === 'bad')!);
  expect(received.map(({ attributes }) => attributes['ApproximateReceiveCount'])).toStrictEqual([
    '1',
    '2',
    '3',
  ]);
  expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(1);
  expect(queue.retries.map(({ failed, of }) => [failed, of])).toStrictEqual([
    [1, 3],
    [1, 1],
  ]);
  expect(queue.failedEvents.list()).toMatchObject([
    {
      function: 'orders',
      source: 'sqs',
      attempts: 3,
      record: { messageId: received[0]!.messageId, body: 'bad' },
    },
  ]);
});

test('after an error of the function, the whole batch comes again', async () => {
  await using queue = testSource('sqs', (_event, count) => {
    if (count === 1) throw new Error('no');
    return none;
  });
  await queue.send(['one', 'two'], () => queue.events.length === 2);
  expect(queue.events.map(bodies)).toStrictEqual([
    ['one', 'two'],
    ['one', 'two'],
  ]);
});

test('what has failed can be sent again', async () => {
  const bad = ['bad'];
  await using queue = testSource('sqs', (event) => failFor(bad)(event), {
    facts: { maxReceiveCount: 1 },
  });
  await queue.send(['bad', 'fine'], () => queue.failedEvents.list().length === 1);
  bad.pop();
  expect(queue.failedEvents.sendAgain(() => true)).toBe(1);
  await queue.until(() => queue.events.length === 2);
  expect(bodies(queue.events[1]!)).toStrictEqual(['bad']);
  expect(queue.events[1]!.Records[0]!.attributes['ApproximateReceiveCount']).toBe('1');
  expect(queue.failedEvents.list()).toStrictEqual([]);
});

test('a function that cannot be started has not received the message', async () => {
  await using queue = testSource(
    'sqs',
    (_event, count) => {
      if (count < 3) throw new Unavailable();
      return none;
    },
    { facts: { maxReceiveCount: 1 } },
  );
  await queue.send(['one'], () => queue.events.length === 3);
  expect(queue.events[2]!.Records[0]!.attributes['ApproximateReceiveCount']).toBe('1');
  expect(queue.failedEvents.list()).toStrictEqual([]);
});

test('a batch that is not full waits for more messages', async () => {
  await using queue = testSource('sqs', () => none, { batchSize: 3, windowMs: 600_000 });
  await queue.send(['one'], () => true);
  await queue.send(['two'], () => true);
  await sleep(20);
  expect(queue.events).toStrictEqual([]);
  await queue.send(['three'], () => queue.events.length === 1);
  expect(queue.events.map(bodies)).toStrictEqual([['one', 'two', 'three']]);
});

test('the wait for more messages ends', async () => {
  await using queue = testSource('sqs', () => none, { batchSize: 3, windowMs: 20 });
  await queue.send(['one'], () => queue.events.length === 1);
  expect(queue.events.map(bodies)).toStrictEqual([['one']]);
});

test('only so many batches are delivered at once', async () => {
  let running = 0;
  let most = 0;
  await using queue = testSource(
    'sqs',
    async () => {
      most = Math.max(most, ++running);
      await sleep(5);
      running -= 1;
      return none;
    },
    { batchSize: 1, facts: { maximumConcurrency: 2 } },
  );
  await queue.send(['1', '2', '3', '4', '5', '6'], () => queue.events.length === 6);
  expect(most).toBe(2);
});

test('in a FIFO queue, no message overtakes one of its group', async () => {
  const seen: string[] = [];
  let failed = 0;
  await using queue = testSource(
    'sqs',
    async ({ Records }) => {
      await sleep(1);
      const stopped = new Set<string>();
      const ids: string[] = [];
      for (const { body, messageId, attributes } of Records) {
        const group = attributes['MessageGroupId']!;
        const isFailure = stopped.has(group) || (body === 'a2' && ++failed < 3);
        if (isFailure) {
          stopped.add(group);
          ids.push(messageId);
        } else {
          seen.push(body);
        }
      }
      return failures(ids);
    },
    { batchSize: 2 },
  );
  await queue.send(['a1', 'a2', 'a3', 'a4', 'a5'], () => true, { group: 'a' });
  await queue.send(['b1', 'b2', 'b3'], () => seen.length === 8, { group: 'b' });
  expect(seen.filter((body) => body.startsWith('a'))).toStrictEqual(['a1', 'a2', 'a3', 'a4', 'a5']);
  expect(seen.filter((body) => body.startsWith('b'))).toStrictEqual(['b1', 'b2', 'b3']);
  expect(queue.events[0]!.Records[0]!.eventSourceARN).toBe(
    'arn:aws:sqs:us-east-1:012345678912:orders.fifo',
  );
  expect(queue.events[0]!.Records[0]!.attributes).toMatchObject({
    MessageGroupId: 'a',
    SequenceNumber: expect.stringMatching(/^\d{20}$/),
    MessageDeduplicationId: expect.stringMatching(/^[\da-f]{64}$/),
  });
});

test('in a FIFO queue, a group goes on after a message that the dead-letter queue has', async () => {
  await using queue = testSource('sqs', failFor(['a1']), {
    batchSize: 1,
    facts: { maxReceiveCount: 2 },
  });
  await queue.send(['a1', 'a2'], () => queue.events.length === 3, { group: 'a' });
  expect(queue.events.map(bodies)).toStrictEqual([['a1'], ['a1'], ['a2']]);
});

test('the messages of an event are put there as they are', async () => {
  await using queue = testSource('sqs', () => none);
  const record = {
    messageId: 'the-id',
    body: 'one',
    attributes: { SentTimestamp: '1', ApproximateReceiveCount: '4' },
    messageAttributes: { source: { dataType: 'String', stringValue: 'shop' } },
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:theirs',
    awsRegion: 'eu-central-1',
  };
  const event = JSON.stringify({ Records: [record] });
  await queue.send([event, event], () => queue.events.length === 1);
  const [first, second] = queue.events[0]!.Records;
  expect(first).toMatchObject({
    ...record,
    attributes: { SentTimestamp: '1', ApproximateReceiveCount: '1' },
  });
  expect(second!.messageId).not.toBe('the-id');
});

test.each([
  ['an empty message', '', 'found 0'],
  ['one that is too large', 'x'.repeat(1_048_577), 'found 1048577'],
  [
    'a message without an id',
    '{"Records":[{"eventSource":"aws:sqs"}]}',
    'Expected a messageId in each of Records',
  ],
  [
    'a message without a queue',
    '{"Records":[{"eventSource":"aws:sqs","messageId":"1"}]}',
    'Expected attributes and an eventSourceARN',
  ],
])('%s is refused', async (_what, text, problem) => {
  await using queue = testSource('sqs', () => none);
  await expect(queue.send([text], () => true)).rejects.toThrow(problem);
});

test('bytes that are no text are refused', async () => {
  await using queue = testSource('sqs', () => none);
  expect(() => queue.source.send({ data: [Buffer.of(0xff)], options: {} })).toThrow('in UTF-8');
});

test('a queue has an end', async () => {
  await using queue = testSource('sqs', () => none, { facts: { maximumConcurrency: 0 } });
  const data = Array.from({ length: 135 }, () => Buffer.from('x'.repeat(1_000_000)));
  expect(() => queue.source.send({ data, options: {} })).toThrow('The queue of orders is full');
});
