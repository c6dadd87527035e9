import { inspect } from 'node:util';

/**
 * Processes one message: replace this with what your function does. If it throws, Lambda invokes the
 * function twice more. SNS may also deliver a message twice, so doing it again must do no harm.
 *
 * @param {string} message
 * @returns {Promise<string>} the id of the order
 */
const processMessage = async (message) => {
  const order = JSON.parse(message);
  const { orderId, amount } = order ?? {};
  if (typeof orderId !== 'string' || !Number.isInteger(amount) || amount <= 0) {
    throw new TypeError(`expected an order with orderId and amount, got: ${inspect(order)}`);
  }
  console.log(`order ${orderId}: ${amount} cents`);
  return orderId;
};

/**
 * Processes the messages of an event, of which SNS sends one at a time. Lambda passes the response on to
 * a destination, if the function has one.
 *
 * @param {import('aws-lambda').SNSEvent} event
 * @returns {Promise<{ orderIds: string[] }>}
 */
export const handler = async (event) => {
  if (!Array.isArray(event?.Records)) {
    throw new TypeError('expected an event of SNS: Records');
  }
  const orderIds = [];
  for (const message of event.Records.map(messageIn)) {
    orderIds.push(await processMessage(message));
  }
  return { orderIds };
};

const messageIn = (record, index) => {
  const message = record?.Sns?.Message;
  if (typeof message !== 'string') {
    throw new TypeError(`expected Records[${index}] to have Sns.Message`);
  }
  return message;
};
