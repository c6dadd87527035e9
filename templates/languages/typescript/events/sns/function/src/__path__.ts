import { inspect } from 'node:util';
import type { SNSEvent, SNSEventRecord } from 'aws-lambda';

interface Order {
  orderId: string;
  /** In cents. */
  amount: number;
}

interface Result {
  orderIds: string[];
}

/**
 * Processes one message: replace this with what your function does. If it throws, Lambda invokes the
 * function twice more. SNS may also deliver a message twice, so doing it again must do no harm.
 */
async function processMessage(message: string): Promise<Order> {
  const order: unknown = JSON.parse(message);
  if (!isOrder(order)) {
    throw new TypeError(`expected an order with orderId and amount, got: ${inspect(order)}`);
  }
  console.info('order %s: %d cents', order.orderId, order.amount);
  return order;
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
 * Processes the messages of an event, of which SNS sends one at a time. Lambda passes the response on to
 * a destination, if the function has one.
 */
export async function handler(event: unknown): Promise<Result> {
  if (!isBatch(event)) {
    throw new TypeError('expected an event of SNS: Records');
  }
  const orderIds: string[] = [];
  for (const message of event.Records.map(messageIn)) {
    const { orderId } = await processMessage(message);
    orderIds.push(orderId);
  }
  return { orderIds };
}

function isBatch(event: unknown): event is SNSEvent {
  return Array.isArray((event as Partial<SNSEvent> | null)?.Records);
}

function messageIn(record: Partial<SNSEventRecord> | null, index: number): string {
  const message: unknown = record?.Sns?.Message;
  if (typeof message !== 'string') {
    throw new TypeError(`expected Records[${index}] to have Sns.Message`);
  }
  return message;
}
