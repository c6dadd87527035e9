import { randomUUID } from 'node:crypto';

import type { AsynchronousInvocations, Settled } from '../invoke-api/asynchronous-invocations.ts';
import type { FailedEvents } from './failed-events.ts';
import { asynchronousFailure } from './failure-records.ts';

/** Keeps an event of an asynchronous invocation whose last attempt has failed. */
export function keepFailed(
  settled: Settled,
  failedEvents: FailedEvents,
  asynchronous: AsynchronousInvocations,
): void {
  const { to, event, options, result, attempts } = settled;
  if (result.error === undefined) return;
  const { requestId, source } = options;
  failedEvents.add(
    {
      function: to.name,
      source,
      title: `event ${requestId}`,
      requestId,
      attempts,
      record: asynchronousFailure(settled),
    },
    () => asynchronous.accept({ to, event, options: { ...options, requestId: randomUUID() } }),
  );
}
