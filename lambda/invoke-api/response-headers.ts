import type { InvokeRequest } from './read-invoke.ts';

/** What every response to an invocation has. */
export function invokedHeaders({
  requestId,
  traceId,
}: InvokeRequest['options']): Record<string, string> {
  return { 'x-amzn-RequestId': requestId, 'X-Amzn-Trace-Id': traceId };
}
