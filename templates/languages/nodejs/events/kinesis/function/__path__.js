import { inspect } from 'node:util';

/**
 * Processes one record: replace this with what your function does. If it throws, Kinesis delivers the
 * record again. Kinesis may also deliver a record twice, so doing it again must do no harm.
 *
 * @param {{ data: string, partitionKey: string }} record
 */
const processRecord = async ({ data, partitionKey }) => {
  const click = JSON.parse(decodeText(data));
  const { page, durationMs } = click ?? {};
  if (typeof page !== 'string' || !Number.isInteger(durationMs)) {
    throw new TypeError(`expected a click with page and durationMs, got: ${inspect(click)}`);
  }
  console.log(`${partitionKey} was on ${page} for ${durationMs} ms`);
};

/**
 * Processes a batch of records, and returns the number of the first one that failed.
 *
 * Kinesis delivers that record and all after it again. If the handler itself throws, as it does for an
 * event that is not from Kinesis, the whole batch is delivered again.
 *
 * @param {import('aws-lambda').KinesisStreamEvent} event
 * @returns {Promise<import('aws-lambda').KinesisStreamBatchResponse>}
 */
export const handler = async (event) => {
  const records = event?.Records;
  if (!Array.isArray(records) || !records.every(hasSequenceNumber)) {
    throw new TypeError('expected an event of Kinesis: Records, each with a sequenceNumber');
  }
  // One record after another: those with the same partition key are in order.
  for (const { kinesis } of records) {
    try {
      await processRecord(kinesis);
    } catch (error) {
      console.error(`record ${kinesis.sequenceNumber} failed:`, error);
      // Stop here: the records after this one are delivered again, too.
      return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
};

const hasSequenceNumber = (record) => {
  const number = record?.kinesis?.sequenceNumber;
  return typeof number === 'string' && number !== '';
};

/** Decodes text that is UTF-8 in Base64. Buffer alone would leave out or replace what is neither. */
const decodeText = (base64) => {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) throw new TypeError('expected data in Base64');
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
};
