import { inspect } from 'node:util';

/**
 * Processes one message: replace this with what your function does. If it throws, SQS delivers the
 * message again. SQS may also deliver a message twice, so doing it again must do no harm.
 *
 * @param {{ body: string }} message
 */
const processMessage = async ({ body }) => {
  const order = JSON.parse(body);
  const { orderId, amount } = order ?? {};
  if (typeof orderId !== 'string' || !Number.isInteger(amount) || amount <= 0) {
    throw new TypeError(`expected an order with orderId and amount, got: ${inspect(order)}`);
  }
  console.log(`order ${orderId}: ${amount} cents`);
};

/**
 * Processes a batch of messages and returns the ids of those that failed.
 *
 * SQS delivers the failed messages again and deletes the others. If the handler itself throws, as it
 * does for an event that is not from SQS, the whole batch is delivered again.
 *
 * @param {{ Records: { messageId: string, body: string, eventSourceARN: string, attributes: Record<string, string> }[] }} event
 * @returns {Promise<{ batchItemFailures: { itemIdentifier: string }[] }>}
 */
export const handler = async (event) => {
  const messages = event?.Records;
  if (!Array.isArray(messages) || !messages.every(isIdentified)) {
    throw new TypeError(
      'expected an event of SQS: Records with messageId, eventSourceARN and, in a FIFO queue, MessageGroupId',
    );
  }
  const batchItemFailures = [];
  const stoppedGroups = new Set();
  // One message after another, which keeps those of a FIFO queue in order. If the messages of a
  // standard queue mostly wait for other services, process several at once, with Promise.all.
  for (const message of messages) {
    const group = groupOf(message);
    // After a failure, the later messages of the group fail without being processed. Otherwise they
    // would overtake the failed one, which SQS delivers again.
    if (stoppedGroups.has(group) || !(await succeeds(message))) {
      batchItemFailures.push({ itemIdentifier: message.messageId });
      stoppedGroups.add(group);
    }
  }
  return { batchItemFailures };
};

/** Without its queue or its group, it is unknown whether a message may overtake others. */
const isIdentified = (record) =>
  isText(record?.messageId) &&
  record.messageId !== '' &&
  isText(record.eventSourceARN) &&
  isText(groupOf(record));

/**
 * The messages of a group are in order only in a FIFO queue. In a standard queue each message stands
 * for itself, even if it has a MessageGroupId (fair queues).
 */
const groupOf = ({ messageId, eventSourceARN, attributes }) =>
  eventSourceARN.endsWith('.fifo') ? attributes?.MessageGroupId : messageId;

const succeeds = async (message) => {
  try {
    if (!isText(message.body)) throw new TypeError('expected a message with a body');
    await processMessage(message);
    return true;
  } catch (error) {
    console.error(`message ${message.messageId} failed:`, error);
    return false;
  }
};

const isText = (value) => typeof value === 'string';
