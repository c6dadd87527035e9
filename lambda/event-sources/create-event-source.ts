import type { AsynchronousInvocations } from '../invoke-api/asynchronous-invocations.ts';
import type { LocalFunction } from '../invoke-api/local-function.ts';
import { ServiceError } from '../invoke-api/service-error.ts';
import { invokeAsynchronously } from './asynchronous-source.ts';
import { cwlogsEvent } from './cwlogs-event.ts';
import { readDynamodbRecords } from './dynamodb-records.ts';
import type { EventSource } from './event-source.ts';
import { eventbridgeEvent } from './eventbridge-event.ts';
import type { FailedEvents } from './failed-events.ts';
import { jsonOf } from './json-of.ts';
import { readKinesisRecords } from './kinesis-records.ts';
import { recordsOf } from './records-of.ts';
import { scheduleEvent } from './schedule-event.ts';
import { snsEvent } from './sns-event.ts';
import type { SourceObserver } from './source-observer.ts';
import { createSqsQueue } from './sqs-queue.ts';
import { isOfFifoQueue, readSqsRecords } from './sqs-records.ts';
import { createStream } from './stream.ts';
import type { Sent, SendOptions } from './sent.ts';

export interface SourceOptions {
  readonly to: LocalFunction;
  /** As in `--event`. */
  readonly event: string;
  /** Of the event: how the deploy tools configure it. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Override what the event has. */
  readonly batchSize: number | undefined;
  readonly windowMs: number | undefined;
  /** After which a message or batch that has failed is delivered again. */
  readonly retryDelayMs: number;
  readonly asynchronous: AsynchronousInvocations;
  readonly failedEvents: FailedEvents;
  readonly observer: SourceObserver;
}

/** Where a function gets its events from; undefined for a function that is called, such as by HTTP. */
export function createEventSource(options: SourceOptions): EventSource | undefined {
  const { event } = options;
  if (event === 'sqs') return sqsSource(options);
  if (event === 'kinesis' || event === 'dynamodb') return streamSource(options, event);
  const asynchronous = asynchronousSources[event];
  return asynchronous === undefined ? undefined : asynchronousSource(options, asynchronous);
}

function sqsSource(options: SourceOptions): EventSource {
  const { to, facts, failedEvents, observer, retryDelayMs } = options;
  const batchSize = options.batchSize ?? numberOf(facts, 'batchSize', 10);
  const windowMs = options.windowMs ?? numberOf(facts, 'batchingWindow', 0) * 1000;
  const queue = {
    to,
    maximumConcurrency: numberOf(facts, 'maximumConcurrency', 10),
    maxReceiveCount: numberOf(facts, 'maxReceiveCount', 5),
    retryDelayMs,
    failedEvents,
    observer,
  };
  const standard = createSqsQueue({ ...queue, isFifo: false, batchSize, windowMs });
  // Lambda has no more than 10 messages and no window for it.
  const fifoSize = Math.min(batchSize, 10);
  const fifo = createSqsQueue({ ...queue, isFifo: true, batchSize: fifoSize, windowMs: 0 });
  return {
    id: 'sqs',
    function: to.name,
    options: ['group'],
    send({ data, options: { group } }) {
      const records = data.flatMap((each) => readSqsRecords(each, to.name, group));
      standard.put(records.filter((record) => !isOfFifoQueue(record)));
      fifo.put(records.filter(isOfFifoQueue));
      return records.length;
    },
    [Symbol.dispose]() {
      standard[Symbol.dispose]();
      fifo[Symbol.dispose]();
    },
  };
}

function streamSource(options: SourceOptions, source: 'kinesis' | 'dynamodb'): EventSource {
  const { to, facts, failedEvents, observer, retryDelayMs } = options;
  const stream = createStream({
    to,
    source,
    batchSize: options.batchSize ?? numberOf(facts, 'batchSize', 100),
    windowMs: options.windowMs ?? numberOf(facts, 'batchingWindow', 0) * 1000,
    maximumRetryAttempts: numberOf(facts, 'maximumRetryAttempts', 3),
    retryDelayMs,
    failedEvents,
    observer,
  });
  return {
    id: source,
    function: to.name,
    options: source === 'kinesis' ? ['partitionKey'] : [],
    send({ data, options: { partitionKey = 'local' } }) {
      const records = data.flatMap((each) =>
        source === 'kinesis'
          ? readKinesisRecords(each, to.name, partitionKey)
          : readDynamodbRecords(each, to.name),
      );
      stream.put(records);
      return records.length;
    },
    [Symbol.dispose]: () => stream[Symbol.dispose](),
  };
}

interface AsynchronousSource {
  readonly options: readonly (keyof SendOptions)[];
  readonly eventOf: (data: Buffer, options: SourceOptions, given: SendOptions) => Buffer;
}

const asynchronousSources: Readonly<Record<string, AsynchronousSource | undefined>> = {
  sns: {
    options: ['subject'],
    eventOf: (data, { to }, { subject }) => snsEvent(data, to.name, subject),
  },
  s3: { options: [], eventOf: checkedS3Event },
  eventbridge: {
    options: ['detailType'],
    eventOf: (data, { facts }, { detailType }) =>
      eventbridgeEvent(data, {
        source: textFact(facts, 'source', 'local'),
        detailType: detailType ?? firstDetailType(facts),
      }),
  },
  schedule: {
    options: [],
    eventOf: (data, { to, facts }) =>
      scheduleEvent(
        data.length === 0 ? textFact(facts, 'input', '{}') : data.toString(),
        to.name,
        new Date(),
      ),
  },
  cwlogs: { options: [], eventOf: (data, { to }) => cwlogsEvent(data, to.name) },
  direct: { options: [], eventOf: checkedJson },
};

function asynchronousSource(
  options: SourceOptions,
  { options: given, eventOf }: AsynchronousSource,
): EventSource {
  const { to, event: id, asynchronous } = options;
  return {
    id,
    function: to.name,
    options: given,
    send({ data, options: sendOptions }: Sent) {
      const events = data.map((each) => eventOf(each, options, sendOptions));
      for (const event of events) invokeAsynchronously(asynchronous, to, id, event);
      return events.length;
    },
    [Symbol.dispose]() {},
  };
}

function checkedS3Event(data: Buffer): Buffer {
  if (recordsOf(data, 'aws:s3') !== undefined) return data;
  throw new ServiceError(
    'InvalidRequestContentException',
    'Expected an event of S3. lambda-container event s3 prints one, and dev --bucket NAME=DIRECTORY sends one for each file.',
  );
}

function checkedJson(data: Buffer): Buffer {
  if (jsonOf(data) !== undefined) return data;
  throw new ServiceError('InvalidRequestContentException', 'Expected an event in JSON.');
}

function numberOf(facts: SourceOptions['facts'], name: string, usual: number): number {
  const fact = facts[name];
  return typeof fact === 'number' ? fact : usual;
}

function textFact(facts: SourceOptions['facts'], name: string, usual: string): string {
  const fact = facts[name];
  return typeof fact === 'string' ? fact : usual;
}

function firstDetailType(facts: SourceOptions['facts']): string {
  const types: unknown = facts['detailTypes'];
  return Array.isArray(types) && typeof types[0] === 'string' ? types[0] : 'Event';
}
