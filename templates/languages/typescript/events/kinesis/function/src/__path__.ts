import { inspect } from 'node:util';
import type {
  KinesisStreamBatchResponse,
  KinesisStreamEvent,
  KinesisStreamRecord,
  KinesisStreamRecordPayload,
} from 'aws-lambda';

interface Click {
  page: string;
  durationMs: number;
}

/**
 * Processes one record: replace this with what your function does. If it throws, Kinesis delivers the
 * record again. Kinesis may also deliver a record twice, so doing it again must do no harm.
 */
async function processRecord({ data, partitionKey }: KinesisStreamRecordPayload): Promise<void> {
  const click: unknown = JSON.parse(decodeText(data));
  if (!isClick(click)) {
    throw new TypeError(`expected a click with page and durationMs, got: ${inspect(click)}`);
  }
  console.info('%s was on %s for %d ms', partitionKey, click.page, click.durationMs);
}

function isClick(value: unknown): value is Click {
  const { page, durationMs }: Partial<Record<keyof Click, unknown>> = value ?? {};
  return typeof page === 'string' && Number.isInteger(durationMs);
}

/**
 * Processes a batch of records, and returns the number of the first one that failed.
 *
 * Kinesis delivers that record and all after it again. If the handler itself throws, as it does for an
 * event that is not from Kinesis, the whole batch is delivered again.
 */
export async function handler(event: unknown): Promise<KinesisStreamBatchResponse> {
  if (!isBatch(event)) {
    throw new TypeError('expected an event of Kinesis: Records, each with a sequenceNumber');
  }
  // One record after another: those with the same partition key are in order.
  for (const { kinesis } of event.Records) {
    try {
      await processRecord(kinesis);
    } catch (error) {
      console.error(`record ${kinesis.sequenceNumber} failed:`, error);
      // Stop here: the records after this one are delivered again, too.
      return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}

function isBatch(event: unknown): event is KinesisStreamEvent {
  const records = (event as Partial<KinesisStreamEvent> | null)?.Records;
  return Array.isArray(records) && records.every(hasSequenceNumber);
}

function hasSequenceNumber(record: Partial<KinesisStreamRecord> | null): boolean {
  const number: unknown = record?.kinesis?.sequenceNumber;
  return typeof number === 'string' && number !== '';
}

/** Decodes text that is UTF-8 in Base64. Buffer alone would leave out or replace what is neither. */
function decodeText(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) throw new TypeError('expected data in Base64');
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
