import { AssertionError } from 'node:assert/strict';

/**
 * The result of an invocation. Its timeout begins when the runtime takes the event, so with a runtime that takes none
 * it would never end: rejects with an AssertionError.
 */
export async function taken<Result>(invoked: Promise<Result>, limitMs: number): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const message = 'Expected the runtime to take the event, and it has not';
  const timer = setTimeout(() => reject(new AssertionError({ message })), 2 * limitMs);
  try {
    return await Promise.race([invoked, promise]);
  } finally {
    clearTimeout(timer);
  }
}
