import type { ExtensionErrorType } from './extensions.ts';
import type { NextFault } from './faults.ts';
import type { Invocation, Lifecycle } from './invocation.ts';
import {
  extensionExit,
  type InvocationResult,
  runtimeExit,
  timedOut,
} from './invocation-result.ts';
import { after, type RuntimeCall } from './lifecycle.ts';
import { invalidRequestId, invalidTransition, invokeTimeout, type Refusal } from './refusals.ts';

/** A pending call of `next`. */
export interface Poller {
  deliver(invocation: Invocation): void;
  /** Closes the connection without delivering an event. */
  close(): void;
  /** Makes the call fail while the event is being delivered. */
  fail(fault: NextFault, invocation: Invocation): void;
}

export interface ExecutionEnvironmentOptions {
  /** The maximum number of concurrent invocations. */
  concurrency: number;
  /** The caller has to kill and restart the runtime, unless it has other invocations. */
  onTimeout: (requestId: string) => void;
  onDelivered: (invocation: Invocation) => void;
}

/** The waiting and running invocations of a function. Does no I/O: refusals are return values. */
export type ExecutionEnvironment = ReturnType<typeof createExecutionEnvironment>;

/** How many ids of past invocations are kept, to distinguish a late reply from one with an unknown id. */
const remembered = 1000;

export function createExecutionEnvironment({
  concurrency,
  onTimeout,
  onDelivered,
}: ExecutionEnvironmentOptions) {
  const isConcurrent = concurrency > 1;
  const runtime: Lifecycle = { state: 'Started' };
  const waiting: Invocation[] = [];
  const pollers = new Set<Poller>();
  /** By request id, from delivery until the id is dropped. */
  const delivered = new Map<string, Invocation>();
  /** Delivered, without a result so far. */
  const running = new Set<Invocation>();
  const late = new Set<string>();
  let isReportingInit = false;
  let initialized = Promise.withResolvers<InvocationResult | undefined>();

  function move(lifecycle: Lifecycle, call: RuntimeCall): Refusal | undefined {
    const state = after(lifecycle.state, call);
    if (state === undefined) return invalidTransition(lifecycle.state, call);
    lifecycle.state = state;
    return undefined;
  }

  function dispatch(): void {
    while (waiting.length > 0 && pollers.size > 0 && running.size < concurrency) {
      if (runtime.state !== 'Ready') return;
      const [poller] = pollers;
      pollers.delete(poller!);
      const fault = waiting[0]!.nextFaults.shift();
      if (fault === undefined) {
        deliver(waiting.shift()!, poller!);
        continue;
      }
      waiting[0]!.isOffered = true;
      poller!.fail(fault, waiting[0]!);
    }
  }

  function deliver(invocation: Invocation, poller: Poller): void {
    if (!isConcurrent) {
      invocation.lifecycle = runtime;
      // From now on, a reply for an earlier id gets 400, not 403.
      delivered.clear();
    }
    invocation.lifecycle.state = after('Ready', 'deliver')!;
    delivered.set(invocation.requestId, invocation);
    running.add(invocation);
    invocation.deadlineEpochMs = Date.now() + invocation.timeoutMs;
    invocation.timer = setTimeout(() => expire(invocation), invocation.timeoutMs);
    onDelivered(invocation);
    poller.deliver(invocation);
  }

  function expire(invocation: Invocation): void {
    remember(late, invocation.requestId);
    delivered.delete(invocation.requestId);
    invocation.lifecycle.state = after(invocation.lifecycle.state, 'timeout')!;
    settle(invocation, timedOut(invocation.requestId, invocation.timeoutMs));
    onTimeout(invocation.requestId);
    dispatch();
  }

  function settle(invocation: Invocation, result: InvocationResult | Error): void {
    clearTimeout(invocation.timer);
    running.delete(invocation);
    invocation.stopReading();
    if (result instanceof Error) invocation.reject(result);
    else invocation.resolve(result);
  }

  return {
    /** Resolves when the runtime first calls `next`, or with the error if its init phase fails. */
    initialized: (): Promise<InvocationResult | undefined> => initialized.promise,

    enqueue(invocation: Invocation): void {
      const { requestId } = invocation;
      function isTaken(other: Invocation) {
        return other.requestId === requestId;
      }
      const known = delivered.get(requestId);
      if ((known !== undefined && running.has(known)) || waiting.some(isTaken)) {
        throw new Error(
          `Expected a unique request id, found ${requestId}, which another invocation has.`,
        );
      }
      late.delete(requestId);
      waiting.push(invocation);
      dispatch();
    },

    /** Removes an event that is waiting for a runtime. False if it was delivered or unknown. */
    takeBack(requestId: string): boolean {
      const index = waiting.findIndex((invocation) => invocation.requestId === requestId);
      if (index >= 0) waiting.splice(index, 1);
      return index >= 0;
    },

    poll(poller: Poller): Refusal | undefined {
      const refusal = move(runtime, 'next');
      if (refusal !== undefined) return refusal;
      initialized.resolve(undefined);
      const [current] = running;
      if (runtime.state === 'Running' && current !== undefined) {
        poller.deliver(current);
        return undefined;
      }
      pollers.add(poller);
      dispatch();
      return undefined;
    },

    /** Closes the connections of all pending `next` calls; returns their number. */
    disconnect(): number {
      const gone = [...pollers];
      pollers.clear();
      for (const poller of gone) poller.close();
      return gone.length;
    },

    /** Removes a poller whose connection has been closed. */
    withdraw(poller: Poller): void {
      pollers.delete(poller);
    },

    /** The invocation that a reply is for. `invocationId` is undefined if the runtime did not send the header. */
    find(requestId: string, invocationId: string | undefined): Invocation | Refusal {
      const invocation = delivered.get(requestId);
      if (invocation === undefined) {
        // Runtimes that do not send the header get the status from before it existed.
        const isLate = late.has(requestId) && (isConcurrent || invocationId !== undefined);
        return isLate ? invokeTimeout : invalidRequestId;
      }
      const isStale = invocationId !== undefined && invocationId !== invocation.invocationId;
      return isStale ? invokeTimeout : invocation;
    },

    /** The runtime begins to send a reply. */
    begin: (invocation: Invocation, call: 'response' | 'error'): Refusal | undefined =>
      move(invocation.lifecycle, call),

    /** The reply is complete; refused after a time-out. An Error is one that the caller's `onChunk` threw. */
    finish(invocation: Invocation, result: InvocationResult | Error): Refusal | undefined {
      if (!running.has(invocation)) return invokeTimeout;
      invocation.lifecycle.state = after(invocation.lifecycle.state, 'sent')!;
      invocation.stopReading = () => {};
      settle(invocation, result);
      if (isConcurrent) forgetFinished(delivered);
      dispatch();
      return undefined;
    },

    /** Whether the runtime may report an init error, before its body is read: one at a time. */
    beginInitError(): Refusal | undefined {
      if (isReportingInit || after(runtime.state, 'initError') === undefined) {
        return invalidTransition(runtime.state, 'initError');
      }
      isReportingInit = true;
      return undefined;
    },

    endInitError(): void {
      isReportingInit = false;
    },

    /** The runtime reports an init error: all waiting invocations fail with it. */
    failInit(resultFor: (requestId: string) => InvocationResult): Refusal | undefined {
      const refusal = move(runtime, 'initError');
      if (refusal !== undefined) return refusal;
      initialized.resolve(resultFor(''));
      for (const invocation of waiting.splice(0)) {
        invocation.resolve(resultFor(invocation.requestId));
      }
      return undefined;
    },

    /**
     * The process of the runtime has exited. Waiting invocations wait for the next process, except one whose event
     * was already being delivered.
     */
    exited(reason?: string, extensionError?: ExtensionErrorType): void {
      function resultFor(requestId: string) {
        return extensionError === undefined
          ? runtimeExit(requestId, reason)
          : extensionExit(requestId, extensionError, reason);
      }
      runtime.state = 'Started';
      initialized.resolve(resultFor(''));
      initialized = Promise.withResolvers();
      pollers.clear();
      delivered.clear();
      const offered = waiting.filter(({ isOffered }) => isOffered);
      for (const invocation of offered) waiting.splice(waiting.indexOf(invocation), 1);
      for (const invocation of [...running, ...offered]) {
        settle(invocation, resultFor(invocation.requestId));
      }
    },

    /** Fails all invocations: there will be no more replies. */
    close(error: Error): void {
      for (const invocation of [...running, ...waiting.splice(0)]) settle(invocation, error);
      pollers.clear();
    },

    state: () => runtime.state,
  };
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  if (ids.size > remembered) ids.delete(ids.values().next().value!);
}

/** Drops the oldest finished invocation. */
function forgetFinished(delivered: Map<string, Invocation>): void {
  if (delivered.size <= remembered) return;
  for (const [id, { lifecycle }] of delivered) {
    if (lifecycle.state !== 'ResponseSent') continue;
    delivered.delete(id);
    return;
  }
}
