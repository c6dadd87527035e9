import { ServiceError } from '../invoke-api/service-error.ts';
import { isObject } from './json-of.ts';
import { localArn, region } from './local-arn.ts';
import { type JsonObject, recordsOf } from './records-of.ts';
import type { StreamRecord } from './stream-record.ts';

/** The most that a record may have, in bytes, unless the stream allows more (Kinesis guide, "Quotas and limits"). */
const maxRecordBytes = 1_048_576;
/** The only one, but for events that name others. */
const shard = 'shardId-000000000000';

/** The records of an event of Kinesis, or one record with that data. Throws a ServiceError for what Kinesis would refuse. */
export function readKinesisRecords(
  data: Buffer,
  functionName: string,
  partitionKey: string,
): StreamRecord[] {
  const records = recordsOf(data, 'aws:kinesis');
  if (records !== undefined) return records.map(checkedRecord);
  if (data.length > maxRecordBytes) {
    throw new ServiceError(
      'InvalidRequestContentException',
      `Expected a record of at most ${maxRecordBytes} bytes, found ${data.length}.`,
    );
  }
  return [newRecord(data, functionName, partitionKey)];
}

function checkedRecord(record: JsonObject): StreamRecord {
  const { eventID, kinesis } = record;
  const { sequenceNumber, approximateArrivalTimestamp } = isObject(kinesis) ? kinesis : {};
  if (typeof sequenceNumber !== 'string' || sequenceNumber === '') {
    throw new ServiceError(
      'InvalidRequestContentException',
      'Expected kinesis.sequenceNumber in each of Records, found none.',
    );
  }
  const arrivedAt = Number(approximateArrivalTimestamp) * 1000;
  return {
    record,
    sequenceNumber,
    shardId: typeof eventID === 'string' ? eventID.split(':')[0]! : shard,
    arrivedAt: isTime(arrivedAt) ? arrivedAt : Date.now(),
  };
}

function isTime(milliseconds: number): boolean {
  return !Number.isNaN(new Date(milliseconds).getTime());
}

let count = 0n;

function newRecord(data: Buffer, functionName: string, partitionKey: string): StreamRecord {
  const arrivedAt = Date.now();
  const sequenceNumber = String(
    49590338271490256608559692538361571095921575989136588898n + ++count,
  );
  const record = {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber,
      data: data.toString('base64'),
      approximateArrivalTimestamp: arrivedAt / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shard}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: localArn('iam', `role/${functionName}`).replace(region, ''),
    awsRegion: region,
    eventSourceARN: localArn('kinesis', `stream/${functionName}`),
  };
  return { record, sequenceNumber, shardId: shard, arrivedAt };
}
