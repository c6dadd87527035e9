import { inspect } from 'node:util';
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

interface Order {
  orderId: string;
  /** In cents. */
  amount: number;
}

/**
 * Processes one message: replace this with what your function does. If it throws, SQS delivers the
 * message again. SQS may also deliver a message twice, so doing it again must do no harm.
 */
async function processMessage({ body }: SQSRecord): Promise<void> {
  const order: unknown = JSON.parse(body);
  if (!isOrder(order)) {
    throw new TypeError(`expected an order with orderId and amount, got: ${inspect(order)}`);
  }
  console.info('order %s: %d cents', order.orderId, order.amount);
}

function isOrder(value: unknown): value is Order {
  if (typeof value !== 'object' || value === null) return false;
  const { orderId, amount }: Partial<Record<keyof Order, unknown>> = value;
  return (
    typeof orderId === 'string' &&
    typeof amount === 'number' &&
    Number.isInteger(amount) &&
    amount > 0
  );
}

/**
 * Processes a batch of messages and returns the ids of those that failed.
 *
 * SQS delivers the failed messages again and deletes the others. If the handler itself throws, as it
 * does for an event that is not from SQS, the whole batch is delivered again.
 */
export async function handler(event: unknown): Promise<SQSBatchResponse> {
  if (!isBatch(event)) {
    throw new TypeError(
      'expected an event of SQS: Records with messageId, eventSourceARN and, in a FIFO queue, MessageGroupId',
    );
  }
  const batchItemFailures: SQSBatchItemFailure[] = [];
  const stoppedGroups = new Set<unknown>();
  // One message after another, which keeps those of a FIFO queue in order. If the messages of a
  // standard queue mostly wait for other services, process several at once, with Promise.all.
  for (const message of event.Records) {
    const group = groupOf(message);
    // After a failure, the later messages of the group fail without being processed. Otherwise they
    // would overtake the failed one, which SQS delivers again.
    if (stoppedGroups.has(group) || !(await succeeds(message))) {
      batchItemFailures.push({ itemIdentifier: message.messageId });
      stoppedGroups.add(group);
    }
  }
  return { batchItemFailures };
}

/** What a record must have so that it can be reported as failed. */
type Identified = Pick<SQSRecord, 'messageId' | 'eventSourceARN'> & Partial<SQSRecord>;

function isBatch(event: unknown): event is { Records: Identified[] } {
  const records = (event as Partial<SQSEvent> | null)?.Records;
  return Array.isArray(records) && records.every(isIdentified);
}

/** Without its queue or its group, it is unknown whether a message may overtake others. */
function isIdentified(record: Partial<SQSRecord> | null): boolean {
  return (
    isText(record?.messageId) &&
    record.messageId !== '' &&
    isText(record.eventSourceARN) &&
    isText(groupOf(record))
  );
}

/**
 * The messages of a group are in order only in a FIFO queue. In a standard queue each message stands
 * for itself, even if it has a MessageGroupId (fair queues).
 */
function groupOf({ messageId, eventSourceARN, attributes }: Partial<SQSRecord>): unknown {
  return eventSourceARN?.endsWith('.fifo') ? attributes?.MessageGroupId : messageId;
}

async function succeeds(message: Identified): Promise<boolean> {
  try {
    if (!isMessage(message)) {
      throw new TypeError('expected a message with a body');
    }
    await processMessage(message);
    return true;
  } catch (error) {
    console.error(`message ${message.messageId} failed:`, error);
    return false;
  }
}

function isMessage(message: Identified): message is SQSRecord {
  return isText(message.body);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
