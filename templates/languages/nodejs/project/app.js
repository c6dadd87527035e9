/**
 * Greets the one whom the event names.
 *
 * What comes back is encoded as JSON, and is the function's answer. When this throws, as it does
 * for an event without a name, Lambda reports an error to the caller, and the next event is served
 * as if nothing had been.
 *
 * @param {{name: string}} event the JSON that the function is invoked with, decoded
 * @param {object} context tells about the invocation, such as `context.getRemainingTimeInMillis()`
 * @returns {Promise<{message: string}>}
 */
export const handler = async (event, context) => {
  const name = event?.name;
  if (typeof name !== 'string') {
    throw new TypeError('expected an event with a name, such as {"name": "Ada"}');
  }
  return { message: `Hello, ${name}!` };
};
