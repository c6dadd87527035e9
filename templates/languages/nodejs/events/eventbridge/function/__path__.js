/**
 * Handles an event by its type: replace this with what your function does. If it throws, Lambda invokes
 * the function twice more. EventBridge may also send an event twice, so doing it again must do no harm.
 *
 * @param {string} type
 * @param {object} detail
 */
const handleEvent = async (type, detail) => {
  switch (type) {
    case 'OrderPlaced':
      return orderPlaced(detail);
    case 'OrderCancelled':
      return orderCancelled(detail);
    default:
      // The pattern of the rule matches more than there is to do. That is no error.
      console.log(`ignored: ${type}`);
      return null;
  }
};

const orderPlaced = async ({ orderId, amount }) => {
  if (typeof orderId !== 'string' || !Number.isInteger(amount) || amount <= 0) {
    throw new TypeError('expected OrderPlaced to have a detail with orderId and amount');
  }
  console.log(`order ${orderId} placed: ${amount} cents`);
  return { orderId, status: 'placed' };
};

const orderCancelled = async ({ orderId, reason }) => {
  if (typeof orderId !== 'string' || typeof reason !== 'string') {
    throw new TypeError('expected OrderCancelled to have a detail with orderId and reason');
  }
  console.log(`order ${orderId} cancelled: ${reason}`);
  return { orderId, status: 'cancelled' };
};

/**
 * Handles an event of an EventBridge bus. Lambda passes the response on to a destination, if the
 * function has one.
 *
 * @param {import('aws-lambda').EventBridgeEvent<string, object>} event
 * @returns {Promise<{ orderId: string, status: string } | null>}
 */
export const handler = async (event) => {
  const { 'detail-type': type, detail } = event ?? {};
  if (typeof type !== 'string' || !isObject(detail)) {
    throw new TypeError('expected an event of EventBridge: detail-type, and an object as detail');
  }
  return handleEvent(type, detail);
};

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
