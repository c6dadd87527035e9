import type { EventBridgeEvent } from 'aws-lambda';

interface OrderPlaced {
  orderId: string;
  /** In cents. */
  amount: number;
}

interface OrderCancelled {
  orderId: string;
  reason: string;
}

interface OrderStatus {
  orderId: string;
  status: 'placed' | 'cancelled';
}

/**
 * Handles an event by its type: replace this with what your function does. If it throws, Lambda invokes
 * the function twice more. EventBridge may also send an event twice, so doing it again must do no harm.
 */
async function handleEvent(type: string, detail: object): Promise<OrderStatus | null> {
  switch (type) {
    case 'OrderPlaced':
      return orderPlaced(detail);
    case 'OrderCancelled':
      return orderCancelled(detail);
    default:
      // The pattern of the rule matches more than there is to do. That is no error.
      console.info('ignored: %s', type);
      return null;
  }
}

async function orderPlaced(detail: object): Promise<OrderStatus> {
  if (!isOrderPlaced(detail)) {
    throw new TypeError('expected OrderPlaced to have a detail with orderId and amount');
  }
  const { orderId, amount } = detail;
  console.info('order %s placed: %d cents', orderId, amount);
  return { orderId, status: 'placed' };
}

function isOrderPlaced(detail: object): detail is OrderPlaced {
  const { orderId, amount }: Partial<Record<keyof OrderPlaced, unknown>> = detail;
  return (
    typeof orderId === 'string' &&
    typeof amount === 'number' &&
    Number.isInteger(amount) &&
    amount > 0
  );
}

async function orderCancelled(detail: object): Promise<OrderStatus> {
  if (!isOrderCancelled(detail)) {
    throw new TypeError('expected OrderCancelled to have a detail with orderId and reason');
  }
  const { orderId, reason } = detail;
  console.info('order %s cancelled: %s', orderId, reason);
  return { orderId, status: 'cancelled' };
}

function isOrderCancelled(detail: object): detail is OrderCancelled {
  const { orderId, reason }: Partial<Record<keyof OrderCancelled, unknown>> = detail;
  return typeof orderId === 'string' && typeof reason === 'string';
}

/**
 * Handles an event of an EventBridge bus. Lambda passes the response on to a destination, if the
 * function has one.
 */
export async function handler(event: unknown): Promise<OrderStatus | null> {
  if (!isEvent(event)) {
    throw new TypeError('expected an event of EventBridge: detail-type, and an object as detail');
  }
  return handleEvent(event['detail-type'], event.detail);
}

function isEvent(value: unknown): value is EventBridgeEvent<string, object> {
  const event = value as Partial<EventBridgeEvent<string, unknown>> | null;
  return typeof event?.['detail-type'] === 'string' && isObject(event.detail);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
