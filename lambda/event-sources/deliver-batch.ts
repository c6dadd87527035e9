import { randomUUID } from 'node:crypto';

import { functionArn } from '../invoke-api/functions.ts';
import type { LocalFunction } from '../invoke-api/local-function.ts';
import { traceIdOf } from '../invoke-api/trace-id.ts';
import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import { batchFailures } from './batch-failures.ts';

export interface Batch {
  /** Of a queue or a stream, as in `--event`. */
  readonly source: string;
  /** What `batchItemFailures` calls the records. */
  readonly ids: readonly string[];
  readonly records: readonly object[];
  /** Counted from 1. */
  readonly attempt?: number;
}

export interface Delivered {
  readonly requestId: string;
  readonly result: InvocationResult;
  /** Of the ids. */
  readonly failed: ReadonlySet<string>;
  /** Whether the whole batch has failed, and nothing is known of its records. */
  readonly isUnknown: boolean;
}

/** The most that an event may have, in bytes, with some space for what is around the records (Lambda guide, "Lambda quotas"). */
export const maxBatchBytes = 6_291_456 - 1024;

/** Invokes a function with a batch. Undefined if there is no execution environment to be had: whoever failed to start it has said why. */
export async function deliverBatch(
  to: LocalFunction,
  { source, ids, records, attempt = 1 }: Batch,
): Promise<Delivered | undefined> {
  const requestId = randomUUID();
  const size = `batch of ${records.length}`;
  try {
    const { result, log } = await to.invoke(Buffer.from(JSON.stringify({ Records: records })), {
      requestId,
      source: `${source}, ${size}${attempt === 1 ? '' : `, attempt ${attempt}`}`,
      functionArn: functionArn({ name: to.name }),
      traceId: traceIdOf(undefined),
    });
    // What is told of the batch comes after what is told of the invocation.
    await log().catch(() => {});
    const failed = batchFailures(result, ids);
    return { requestId, result, failed: failed ?? new Set(ids), isUnknown: failed === undefined };
  } catch {
    return undefined;
  }
}
