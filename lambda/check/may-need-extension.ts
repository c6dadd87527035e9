import type { ImageRun } from './run-rule.ts';

/** A connection to a port that nobody listens on. */
const refused = /\bECONNREFUSED\b|\beconnrefused\b|connection refused/i;

/**
 * Whether the function may have failed because extensions are not started: it waits for something, or cannot connect. A runtime
 * that reports another error, or exits with one, does so on Lambda too.
 */
export function mayNeedExtension({ extensions, init, invocation }: ImageRun): boolean {
  if (extensions.length === 0) return false;
  if (init.status === 'timeout' || invocation?.result.error?.type === 'Sandbox.Timedout') {
    return true;
  }
  return (
    refused.test(init.log) ||
    (invocation?.result.error !== undefined &&
      refused.test(`${invocation.log}\n${invocation.result.error.payload.toString()}`))
  );
}
