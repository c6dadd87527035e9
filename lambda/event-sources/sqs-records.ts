import { createHash, randomBytes, randomUUID } from 'node:crypto';

import { ServiceError } from '../invoke-api/service-error.ts';
import { isObject } from './json-of.ts';
import { localArn, region } from './local-arn.ts';
import { type JsonObject, recordsOf } from './records-of.ts';
import { textOf } from './text-of.ts';

/** A message, as Lambda passes it on. */
export interface SqsRecord extends JsonObject {
  readonly messageId: string;
  readonly attributes: JsonObject;
  readonly eventSourceARN: string;
}

/**
 * The messages of an event of SQS, or one message with that body. With a group, it is for a FIFO queue. Throws a
 * ServiceError for what SQS would refuse.
 */
export function readSqsRecords(
  data: Buffer,
  functionName: string,
  group: string | undefined,
): SqsRecord[] {
  const records = recordsOf(data, 'aws:sqs');
  if (records !== undefined) return records.map(checkedRecord);
  return [newRecord(textOf(data, 'a message'), functionName, group)];
}

function checkedRecord(record: JsonObject): SqsRecord {
  const { messageId, eventSourceARN, attributes = {} } = record;
  if (typeof messageId !== 'string' || messageId === '') {
    throw new ServiceError(
      'InvalidRequestContentException',
      'Expected a messageId in each of Records, found none.',
    );
  }
  if (!isObject(attributes) || typeof eventSourceARN !== 'string') {
    throw new ServiceError(
      'InvalidRequestContentException',
      'Expected attributes and an eventSourceARN in each of Records. lambda-container event sqs prints such an event.',
    );
  }
  return { ...record, messageId, attributes, eventSourceARN };
}

function newRecord(body: string, functionName: string, group: string | undefined): SqsRecord {
  const ofFifo =
    group === undefined
      ? {}
      : {
          SequenceNumber: nextSequenceNumber(),
          MessageGroupId: group,
          MessageDeduplicationId: createHash('sha256').update(body).digest('hex'),
        };
  return {
    messageId: randomUUID(),
    receiptHandle: '',
    body,
    attributes: {
      ApproximateReceiveCount: '0',
      SentTimestamp: String(Date.now()),
      ...ofFifo,
      SenderId: 'AIDALOCALSENDER',
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: localArn('sqs', group === undefined ? functionName : `${functionName}.fifo`),
    awsRegion: region,
  };
}

let sequenceNumber = 18_850_000_000_000_000_000n;

function nextSequenceNumber(): string {
  return String(++sequenceNumber);
}

export function isOfFifoQueue({ eventSourceARN }: SqsRecord): boolean {
  return eventSourceARN.endsWith('.fifo');
}

/** The message as it is received: for that many times, first at that time in milliseconds since 1970. */
export function receivedRecord(record: SqsRecord, count: number, firstAt: number): SqsRecord {
  return {
    ...record,
    // It is another one each time.
    receiptHandle: `AQEB${randomBytes(57).toString('base64')}`,
    attributes: {
      ...record.attributes,
      ApproximateReceiveCount: String(count),
      ApproximateFirstReceiveTimestamp: String(firstAt),
    },
  };
}
