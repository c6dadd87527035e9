import { setTimeout as sleep } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { failures, testSource, type TestEvent, Unavailable } from './test-source.ts';

const none = failures([]);

function texts({ Records }: TestEvent): string[] {
  return Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
}

/** Stops at the first record with such data, as a handler should. */
function stopAt(bad: string) {
  return ({ Records }: TestEvent) => {
    const index = texts({ Records }).indexOf(bad);
    return failures(index === -1 ? [] : [Records[index]!.kinesis.sequenceNumber]);
  };
}

test('records come in batches, one after the other', async () => {
  let running = 0;
  let most = 0;
  await using stream = testSource(
    'kinesis',
    async () => {
      most = Math.max(most, ++running);
      await sleep(5);
      running -= 1;
      return none;
    },
    { batchSize: 2 },
  );
  const options = { partitionKey: 'the-key' };
  await stream.send(['1', '2'], () => running === 1, options);
  await stream.send(['3', '4', '5'], () => stream.events.length === 3, options);
  expect(stream.events.map(texts)).toStrictEqual([['1', '2'], ['3', '4'], ['5']]);
  expect(most).toBe(1);
  const { Records } = stream.events[0]!;
  expect(Records[0]).toStrictEqual({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'the-key',
      sequenceNumber: expect.stringMatching(/^\d{56}$/),
      data: 'MQ==',
      approximateArrivalTimestamp: expect.any(Number),
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `shardId-000000000000:${Records[0]!.kinesis.sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: 'arn:aws:iam::012345678912:role/orders',
    awsRegion: 'us-east-1',
    eventSourceARN: 'arn:aws:kinesis:us-east-1:012345678912:stream/orders',
  });
  expect(Records[1]!.kinesis.sequenceNumber > Records[0]!.kinesis.sequenceNumber).toBe(true);
});

test('what is before the first failure does not come again', async () => {
  let fails = true;
  await using stream = testSource('kinesis', (event) => {
    if (!fails) return none;
    fails = false;
    return stopAt('3')(event);
  });
  await stream.send(['1', '2', '3', '4'], () => stream.events.length === 2);
  expect(stream.events.map(texts)).toStrictEqual([
    ['1', '2', '3', '4'],
    ['3', '4'],
  ]);
});

test('after the last retry, the rest of the batch is given up, and the next batch follows', async () => {
  await using stream = testSource('kinesis', stopAt('2'), {
    batchSize: 3,
    facts: { maximumRetryAttempts: 2 },
  });
  await stream.send(['1', '2', '3', '4'], () => stream.events.length === 4);
  expect(stream.events.map(texts)).toStrictEqual([['1', '2', '3'], ['2', '3'], ['2', '3'], ['4']]);
  const sequenceNumbers = stream.events[0]!.Records.map(({ kinesis }) => kinesis.sequenceNumber);
  const [failed] = stream.failedEvents.list();
  expect(failed).toMatchObject({
    source: 'kinesis',
    attempts: 3,
    title: `record ${sequenceNumbers[1]} and 1 after it`,
  });
  expect(failed!.record).toStrictEqual({
    requestContext: {
      requestId: failed!.requestId,
      functionArn: 'arn:aws:lambda:us-east-1:012345678912:function:orders',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 3,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    version: '1.0',
    timestamp: expect.any(String),
    KinesisBatchInfo: {
      shardId: 'shardId-000000000000',
      startSequenceNumber: sequenceNumbers[1],
      endSequenceNumber: sequenceNumbers[2],
      approximateArrivalOfFirstRecord: expect.any(String),
      approximateArrivalOfLastRecord: expect.any(String),
      batchSize: 2,
      streamArn: 'arn:aws:kinesis:us-east-1:012345678912:stream/orders',
    },
  });
});

test('after an error of the function, the batch is split until the bad record is alone', async () => {
  const done: string[] = [];
  await using stream = testSource(
    'kinesis',
    (event) => {
      if (texts(event).includes('bad')) throw new Error('no');
      done.push(...texts(event));
      return none;
    },
    { facts: { maximumRetryAttempts: 1 } },
  );
  await stream.send(['1', '2', 'bad', '4', '5'], () => done.length === 4);
  expect(done).toStrictEqual(['1', '2', '4', '5']);
  expect(stream.events.map(texts)).toStrictEqual([
    ['1', '2', 'bad', '4', '5'],
    ['1', '2', 'bad'],
    ['1', '2'],
    ['bad'],
    ['bad'],
    ['4', '5'],
  ]);
  expect(stream.failedEvents.list()).toMatchObject([
    {
      attempts: 2,
      record: {
        responseContext: { functionError: 'Unhandled' },
        KinesisBatchInfo: { batchSize: 1 },
      },
    },
  ]);
});

test('records that have failed can be sent again', async () => {
  let fails = true;
  await using stream = testSource('kinesis', (event) => (fails ? stopAt('1')(event) : none), {
    facts: { maximumRetryAttempts: 0 },
  });
  await stream.send(['1', '2'], () => stream.failedEvents.list().length === 1);
  fails = false;
  stream.failedEvents.sendAgain(({ source }) => source === 'kinesis');
  await stream.until(() => stream.events.length === 2);
  expect(texts(stream.events[1]!)).toStrictEqual(['1', '2']);
});

test('a function that cannot be started is no attempt', async () => {
  await using stream = testSource(
    'kinesis',
    (_event, count) => {
      if (count === 1) throw new Unavailable();
      return none;
    },
    { facts: { maximumRetryAttempts: 0 } },
  );
  await stream.send(['1'], () => stream.events.length === 2);
  expect(stream.failedEvents.list()).toStrictEqual([]);
});

test('a batch that is not full waits for more records', async () => {
  await using stream = testSource('kinesis', () => none, { batchSize: 2, windowMs: 600_000 });
  await stream.send(['1'], () => true);
  await stream.send(['2'], () => stream.events.length === 1);
  expect(stream.events.map(texts)).toStrictEqual([['1', '2']]);
});

test('the shards of an event do not wait for each other', async () => {
  const first = Promise.withResolvers<void>();
  await using stream = testSource('kinesis', async (event) => {
    if (texts(event)[0] === '1') await first.promise;
    return none;
  });
  const Records = ['1', '2'].map((data) => ({
    eventID: `shardId-00000000000${data}:${data}`,
    eventSource: 'aws:kinesis',
    kinesis: { sequenceNumber: data, data: Buffer.from(data).toString('base64') },
  }));
  await stream.send([JSON.stringify({ Records })], () => stream.events.length === 2);
  expect(stream.events[0]!.Records).toStrictEqual([Records[0]]);
  first.resolve();
});

test.each([
  ['INSERT', { NewImage: { id: { S: '1' } } }],
  ['REMOVE', { OldImage: { id: { S: '1' } } }],
  ['MODIFY', { OldImage: { id: { S: '1' } }, NewImage: { id: { S: '1' } } }],
])('a change of an item is a record: %s', async (eventName, images) => {
  await using stream = testSource('dynamodb', () => none);
  const change = { Keys: { id: { S: '1' } }, ...images };
  await stream.send([JSON.stringify(change)], () => stream.events.length === 1);
  expect(stream.events[0]!.Records).toStrictEqual([
    {
      eventID: expect.stringMatching(/^[\da-f]{32}$/),
      eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ...change,
        ApproximateCreationDateTime: expect.any(Number),
        SequenceNumber: expect.stringMatching(/^\d{21}$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN:
        'arn:aws:dynamodb:us-east-1:012345678912:table/orders/stream/2026-01-01T00:00:00.000',
    },
  ]);
});

test.each([
  ['dynamodb', '{"id":"1"}', 'Expected a change in the JSON of DynamoDB'],
  ['dynamodb', 'x', 'Expected a change in the JSON of DynamoDB'],
  ['dynamodb', '{"Records":[{"eventSource":"aws:dynamodb"}]}', 'Expected dynamodb.SequenceNumber'],
  ['kinesis', '{"Records":[{"eventSource":"aws:kinesis"}]}', 'Expected kinesis.sequenceNumber'],
  ['kinesis', 'x'.repeat(1_048_577), 'found 1048577'],
])('%s refuses %.40s', async (event, text, problem) => {
  await using stream = testSource(event, () => none);
  await expect(stream.send([text], () => true)).rejects.toThrow(problem);
});
