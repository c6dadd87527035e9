import { gunzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { s3Event } from '../../../lambda/event-sources/s3-event.ts';
import type { SendOptions } from '../../../lambda/event-sources/sent.ts';
import { testSource } from './test-source.ts';

/** The event that the function gets for that text. */
async function eventFor(
  event: string,
  text: string,
  options: SendOptions = {},
  facts: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  await using source = testSource(event, () => null, { facts });
  await source.send([text], () => source.events.length === 1, options);
  return source.events[0];
}

test('a message of a topic', async () => {
  expect(await eventFor('sns', 'hello', { subject: 'Hi' })).toMatchObject({
    Records: [
      {
        EventSource: 'aws:sns',
        Sns: {
          Type: 'Notification',
          TopicArn: 'arn:aws:sns:us-east-1:012345678912:orders',
          Subject: 'Hi',
          Message: 'hello',
          MessageAttributes: {},
        },
      },
    ],
  });
  expect(await eventFor('sns', 'hello')).toMatchObject({ Records: [{ Sns: { Subject: null } }] });
});

test('the detail of an event of a bus', async () => {
  const facts = { source: 'shop.orders', detailTypes: ['OrderPlaced', 'OrderCancelled'] };
  expect(await eventFor('eventbridge', '{"orderId":"A-1"}', {}, facts)).toMatchObject({
    version: '0',
    'detail-type': 'OrderPlaced',
    source: 'shop.orders',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    detail: { orderId: 'A-1' },
  });
  expect(await eventFor('eventbridge', '{}', { detailType: 'Else' }, facts)).toMatchObject({
    'detail-type': 'Else',
    detail: {},
  });
});

test('a schedule has its Input, with the time in it', async () => {
  const facts = { input: '{"task":"report","at":"<aws.scheduler.scheduled-time>","x":"<other>"}' };
  const event = {
    task: 'report',
    at: expect.stringMatching(/^[\d-]{10}T[\d:]{8}Z$/),
    x: '<other>',
  };
  expect(await eventFor('schedule', '', {}, facts)).toStrictEqual(event);
  expect(await eventFor('schedule', '{"task":"other"}', {}, facts)).toStrictEqual({
    task: 'other',
  });
});

test('lines of a log', async () => {
  const { awslogs } = (await eventFor('cwlogs', 'one\n\ntwo\r\n')) as { awslogs: { data: string } };
  const content: unknown = JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString());
  expect(content).toMatchObject({
    messageType: 'DATA_MESSAGE',
    logEvents: [
      { id: expect.stringMatching(/^\d{56}$/), message: 'one' },
      { id: expect.stringMatching(/^\d{56}$/), message: 'two' },
    ],
  });
});

test.each([
  ['sns', { Records: [{ EventSource: 'aws:sns', Sns: { Message: 'theirs' } }] }],
  ['s3', { Records: [{ eventSource: 'aws:s3', s3: {} }] }],
  ['eventbridge', { 'detail-type': 'Theirs', detail: {} }],
  ['cwlogs', { awslogs: { data: '' } }],
  ['schedule', { 'detail-type': 'Scheduled Event' }],
  ['direct', [1]],
])('an event of %s is sent as it is', async (event, given) => {
  expect(await eventFor(event, JSON.stringify(given))).toStrictEqual(given);
});

test.each([
  ['sns', '', 'found 0'],
  ['eventbridge', '[]', 'Expected the detail of an event'],
  ['schedule', '{', 'Expected the Input of a schedule to be JSON'],
  ['s3', '{"Records":[]}', 'Expected an event of S3'],
  ['s3', '{"Records":[{"eventSource":"aws:sqs"}]}', 'Expected an event of S3'],
  ['direct', 'x', 'Expected an event in JSON'],
])('%s refuses %s', async (event, text, problem) => {
  await using source = testSource(event, () => null);
  await expect(source.send([text], () => true)).rejects.toThrow(problem);
});

test.each([
  ['in/a b+cé.txt', 'in/a+b%2Bc%C3%A9.txt'],
  ['in/100%.txt', 'in/100%25.txt'],
  ["(it's)!*.~_-", '%28it%27s%29%21*.%7E_-'],
])('the key %s is encoded as S3 does it', (key, encoded) => {
  const { Records } = JSON.parse(
    s3Event({ bucket: 'photos', key, size: 3, md5: 'the-md5' }).toString(),
  ) as { Records: unknown[] };
  expect(Records).toMatchObject([
    {
      eventName: 'ObjectCreated:Put',
      s3: {
        bucket: { name: 'photos', arn: 'arn:aws:s3:::photos' },
        object: { key: encoded, size: 3, eTag: 'the-md5' },
      },
    },
  ]);
});

test('the sequencer of a later event is greater', () => {
  const sequencers = [1, 2].map((size) => {
    const event = s3Event({ bucket: 'photos', key: 'a', size, md5: '' });
    return /"sequencer":"([\dA-F]{18})"/.exec(event.toString())![1]!;
  });
  expect(sequencers[1]! > sequencers[0]!).toBe(true);
});

test('an event that has failed three times is kept, as a destination gets it', async () => {
  let fails = true;
  await using source = testSource('sns', () => {
    if (fails) throw new Error('no');
    return null;
  });
  await source.send(['hello'], () => source.failedEvents.list().length === 1);
  const [failed] = source.failedEvents.list();
  expect(failed).toMatchObject({ function: 'orders', source: 'sns', attempts: 3 });
  expect(failed!.record).toStrictEqual({
    version: '1.0',
    timestamp: expect.any(String),
    requestContext: {
      requestId: failed!.requestId,
      functionArn: 'arn:aws:lambda:us-east-1:012345678912:function:orders:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: source.events[0],
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorMessage: 'no' },
  });
  fails = false;
  source.failedEvents.sendAgain(() => true);
  await source.until(() => source.events.length === 4);
  expect(source.events[3]).toStrictEqual(source.events[0]);
});
