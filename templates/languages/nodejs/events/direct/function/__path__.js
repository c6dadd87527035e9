/**
 * Returns a greeting for `name`.
 *
 * The return value is encoded as JSON: it is the response. If the handler throws, as it does for an
 * event without a name, Lambda reports an error to the caller, and the function goes on with the next
 * event. A second parameter, `context`, describes the invocation, such as the time that is left for it:
 * `context.getRemainingTimeInMillis()`.
 *
 * @param {{ name: string }} event the JSON that the function is invoked with, decoded
 * @returns {Promise<{ message: string }>}
 */
export const handler = async (event) => {
  const name = event?.name;
  if (typeof name !== 'string') {
    throw new TypeError('expected an event with a name, such as {"name": "Ada"}');
  }
  return { message: `Hello, ${name}!` };
};
