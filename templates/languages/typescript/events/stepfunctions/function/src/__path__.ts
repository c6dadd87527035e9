interface Order {
  orderId: string;
  /** In cents. */
  amount: number;
  card: string;
}

interface OrderStatus {
  orderId: string;
  status: 'charged';
}

/** The bank refuses the card, and would again. The state machine catches this error, by its name. */
class CardDeclinedError extends Error {
  override readonly name = 'CardDeclinedError';
}

/** The payment provider gets too many requests. The state machine tries again, later each time. */
class ProviderBusyError extends Error {
  override readonly name = 'ProviderBusyError';
}

/**
 * Charges a card: replace this with a request to your payment provider. The same order may come again, so
 * send its id as the idempotency key, with which the provider charges the card only once.
 */
async function charge({ orderId, amount, card }: Order): Promise<void> {
  // Two cards that are there to test errors.
  switch (card) {
    case 'test-declined':
      throw new CardDeclinedError(`the card of order ${orderId} was declined`);
    case 'test-busy':
      throw new ProviderBusyError('the payment provider gets too many requests');
    default:
      console.info('order %s charged: %d cents', orderId, amount);
  }
}

/** Runs a task of a state machine. The event is the input of the task, and the response is its result. */
export async function handler(event: unknown): Promise<OrderStatus> {
  if (!isOrder(event)) {
    throw new TypeError('expected an order with orderId, amount in cents, and card');
  }
  await charge(event);
  return { orderId: event.orderId, status: 'charged' };
}

function isOrder(value: unknown): value is Order {
  const order = value as Partial<Record<keyof Order, unknown>> | null;
  return (
    typeof order?.orderId === 'string' &&
    typeof order.card === 'string' &&
    typeof order.amount === 'number' &&
    Number.isInteger(order.amount) &&
    order.amount > 0
  );
}
