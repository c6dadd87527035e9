import type { Context } from 'aws-lambda';

export interface Greeting {
  message: string;
}

/**
 * Returns a greeting for `name`.
 *
 * The return value is encoded as JSON: it is the response. If the handler throws, as it does for an
 * event without a name, Lambda reports an error to the caller, and the function goes on with the next
 * event.
 *
 * @param event the JSON that the function is invoked with, decoded
 * @param context the invocation: its id, the time that is left for it, and more
 */
export async function handler(event: unknown, context: Context): Promise<Greeting> {
  const name = nameIn(event);
  console.info('greeting', { name, remainingMs: context.getRemainingTimeInMillis() });
  return { message: `Hello, ${name}!` };
}

/** Types are not checked when the function runs, and callers may send anything. */
function nameIn(event: unknown): string {
  if (typeof event === 'object' && event !== null && 'name' in event) {
    const { name } = event;
    if (typeof name === 'string') return name;
  }
  throw new TypeError('expected an event with a name, such as {"name": "Ada"}');
}
