import { randomBytes } from 'node:crypto';

import { ServiceError } from '../invoke-api/service-error.ts';
import { isObject, jsonOf } from './json-of.ts';
import { localArn, region } from './local-arn.ts';
import { type JsonObject, recordsOf } from './records-of.ts';
import type { StreamRecord } from './stream-record.ts';

/** The only one. */
const shardId = 'shardId-00000000000000000000-00000000';

/**
 * The records of an event of DynamoDB, or one record for a change: `Keys`, with `NewImage`, `OldImage` or both, in DynamoDB's
 * JSON, such as `{"id": {"S": "A-1"}}`. Throws a ServiceError for anything else.
 */
export function readDynamodbRecords(data: Buffer, functionName: string): StreamRecord[] {
  const records = recordsOf(data, 'aws:dynamodb');
  if (records !== undefined) return records.map(checkedRecord);
  const change = jsonOf(data);
  if (isObject(change) && isObject(change['Keys'])) return [newRecord(change, functionName)];
  throw new ServiceError(
    'InvalidRequestContentException',
    'Expected a change in the JSON of DynamoDB: Keys, with NewImage, OldImage or both; or an event of DynamoDB. lambda-container event dynamodb prints one.',
  );
}

function checkedRecord(record: JsonObject): StreamRecord {
  const change = record['dynamodb'];
  const { SequenceNumber, ApproximateCreationDateTime } = isObject(change) ? change : {};
  if (typeof SequenceNumber !== 'string' || SequenceNumber === '') {
    throw new ServiceError(
      'InvalidRequestContentException',
      'Expected dynamodb.SequenceNumber in each of Records, found none.',
    );
  }
  const arrivedAt = Number(ApproximateCreationDateTime) * 1000;
  const isTime = !Number.isNaN(new Date(arrivedAt).getTime());
  return {
    record,
    sequenceNumber: SequenceNumber,
    shardId,
    arrivedAt: isTime ? arrivedAt : Date.now(),
  };
}

let count = 0n;

function newRecord(change: JsonObject, functionName: string): StreamRecord {
  const arrivedAt = Date.now();
  const sequenceNumber = String(111_100_000_000_000_000_000n + ++count);
  const record = {
    eventID: randomBytes(16).toString('hex'),
    eventName: eventName(change),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(arrivedAt / 1000),
      SizeBytes: JSON.stringify(change).length,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ...change,
      SequenceNumber: sequenceNumber,
    },
    eventSourceARN: localArn('dynamodb', `table/${functionName}/stream/2026-01-01T00:00:00.000`),
  };
  return { record, sequenceNumber, shardId, arrivedAt };
}

function eventName({ NewImage: after, OldImage: before }: JsonObject): string {
  if (before === undefined) return 'INSERT';
  return after === undefined ? 'REMOVE' : 'MODIFY';
}
