import { randomUUID } from 'node:crypto';

import type { AnswerFault, Faults, NextFault } from './faults.ts';
import type { InvocationResult } from './invocation-result.ts';
import type { LifecycleState } from './lifecycle.ts';

/** What a caller can say about one invocation. What is left out or empty, the runtime does not see. */
export interface InvokeOptions {
  /** Lambda keeps it when it tries an event again. */
  requestId?: string;
  /** From the moment the runtime has the event; unless given, as for the whole Runtime API. */
  timeoutMs?: number;
  contentType?: string;
  /** For X-Ray: `Root=…;Parent=…;Sampled=…`. */
  traceId?: string;
  /** JSON that a mobile SDK sends. */
  clientContext?: string;
  /** JSON with cognitoIdentityId and cognitoIdentityPoolId. */
  cognitoIdentity?: string;
  tenantId?: string;
  /** Takes a streamed response piece by piece; the next one is read when it is done. */
  onChunk?: (chunk: Buffer) => void | Promise<void>;
  /** false: without the header Lambda-Runtime-Invocation-Id, which Lambda sends since 2026. */
  invocationId?: boolean;
  /** In place of those that the Runtime API has for this invocation. */
  faults?: Faults | undefined;
}

/** Where a lifecycle is kept: by the runtime, or by each of its concurrent invocations. */
export interface Lifecycle {
  state: LifecycleState;
}

/** An event on its way to a runtime and to its answer. */
export interface Invocation {
  requestId: string;
  /** Differs between two deliveries of the same request id. */
  invocationId: string;
  event: Buffer;
  options: InvokeOptions;
  timeoutMs: number;
  deadlineEpochMs: number;
  lifecycle: Lifecycle;
  nextFaults: NextFault[];
  answerFaults: AnswerFault[];
  /** A `next` for it has gone wrong. */
  isOffered: boolean;
  timer: NodeJS.Timeout | undefined;
  /** Ends the reading of an answer which nobody waits for any more. */
  stopReading: () => void;
  resolve: (result: InvocationResult) => void;
  reject: (error: Error) => void;
}

export function createInvocation(
  event: Buffer,
  options: InvokeOptions,
  timeoutMs: number,
  { resolve, reject }: Pick<Invocation, 'resolve' | 'reject'>,
): Invocation {
  return {
    requestId: options.requestId ?? randomUUID(),
    invocationId: randomUUID(),
    event,
    options,
    timeoutMs,
    deadlineEpochMs: 0,
    lifecycle: { state: 'Ready' },
    nextFaults: [...(options.faults?.next ?? [])],
    answerFaults: [...(options.faults?.answer ?? [])],
    isOffered: false,
    timer: undefined,
    stopReading: () => {},
    resolve,
    reject,
  };
}
