import { randomUUID } from 'node:crypto';

import type { ReplyFault, Faults, NextFault } from './faults.ts';
import type { InvocationResult } from './invocation-result.ts';
import type { LifecycleState } from './lifecycle.ts';

/** The options of one invocation. The runtime gets no header for an option that is missing or empty. */
export interface InvokeOptions {
  /** Lambda uses the same id when it retries an event. */
  requestId?: string;
  /** Counted from the delivery of the event. Default: the time-out of the Runtime API. */
  timeoutMs?: number;
  contentType?: string;
  /** As it was invoked, with a qualifier if there was one. Default: that of the Runtime API. */
  functionArn?: string;
  /** The X-Ray trace id: `Root=…;Parent=…;Sampled=…`. */
  traceId?: string;
  /** JSON, as mobile SDKs send it. */
  clientContext?: string;
  /** JSON with cognitoIdentityId and cognitoIdentityPoolId. */
  cognitoIdentity?: string;
  tenantId?: string;
  /**
   * Receives a streamed response chunk by chunk; the next chunk is read when the promise resolves. Without it, the response is kept:
   * up to 32 MiB, over which the invocation rejects with a RangeError.
   */
  onChunk?: (chunk: Buffer, contentType: string) => void | Promise<void>;
  /** Set to false to omit the header Lambda-Runtime-Invocation-Id, which Lambda sends since 2026. */
  invocationId?: boolean;
  /** Overrides the faults of the Runtime API for this invocation. */
  faults?: Faults | undefined;
}

/** The state of the runtime, or of one of its concurrent invocations. */
export interface Lifecycle {
  state: LifecycleState;
}

/** An event from the call of `invoke` to its result. */
export interface Invocation {
  requestId: string;
  /** Unique for each delivery, also of the same request id. */
  invocationId: string;
  event: Buffer;
  options: InvokeOptions;
  timeoutMs: number;
  deadlineEpochMs: number;
  lifecycle: Lifecycle;
  nextFaults: NextFault[];
  replyFaults: ReplyFault[];
  /** A `next` call for it has failed because of a fault. */
  isOffered: boolean;
  timer: NodeJS.Timeout | undefined;
  /** Stops reading a reply that is no longer needed. */
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
    replyFaults: [...(options.faults?.reply ?? [])],
    isOffered: false,
    timer: undefined,
    stopReading: () => {},
    resolve,
    reject,
  };
}
