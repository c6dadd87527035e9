/** The bank refuses the card, and would again. The state machine catches this error, by its name. */
class CardDeclinedError extends Error {
  name = 'CardDeclinedError';
}

/** The payment provider gets too many requests. The state machine tries again, later each time. */
class ProviderBusyError extends Error {
  name = 'ProviderBusyError';
}

/**
 * Charges a card: replace this with a request to your payment provider. The same order may come again, so
 * send its id as the idempotency key, with which the provider charges the card only once.
 *
 * @param {{ orderId: string, amount: number, card: string }} order
 */
const charge = async ({ orderId, amount, card }) => {
  // Two cards that are there to test errors.
  switch (card) {
    case 'test-declined':
      throw new CardDeclinedError(`the card of order ${orderId} was declined`);
    case 'test-busy':
      throw new ProviderBusyError('the payment provider gets too many requests');
    default:
      console.log(`order ${orderId} charged: ${amount} cents`);
  }
};

/**
 * Runs a task of a state machine. The event is the input of the task, and the response is its result.
 *
 * @param {{ orderId: string, amount: number, card: string }} event
 */
export const handler = async (event) => {
  const { orderId, amount, card } = event ?? {};
  if (typeof orderId !== 'string' || typeof card !== 'string') {
    throw new TypeError('expected an order with orderId, amount and card');
  }
  if (!Number.isInteger(amount) || amount <= 0) {
    throw new TypeError('expected an order with an amount in cents');
  }
  await charge({ orderId, amount, card });
  return { orderId, status: 'charged' };
};
