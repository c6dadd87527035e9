import { randomUUID } from 'node:crypto';

import type { AsynchronousInvocations } from '../invoke-api/asynchronous-invocations.ts';
import { functionArn } from '../invoke-api/functions.ts';
import type { LocalFunction } from '../invoke-api/local-function.ts';
import { traceIdOf } from '../invoke-api/trace-id.ts';

/** Invokes a function asynchronously, as topics, buckets, buses and schedules do. Throws a ServiceError if too many events wait. */
export function invokeAsynchronously(
  asynchronous: AsynchronousInvocations,
  to: LocalFunction,
  source: string,
  event: Buffer,
): void {
  asynchronous.accept({
    to,
    event,
    options: {
      requestId: randomUUID(),
      source,
      functionArn: functionArn({ name: to.name }),
      traceId: traceIdOf(undefined),
    },
  });
}
