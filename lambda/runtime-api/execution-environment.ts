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

/** Someone who waits for `next`. */
export interface Poller {
  deliver(invocation: Invocation): void;
  /** Ends the connection, without an event. */
  close(): void;
  /** Breaks the call, as if the event were on its way. */
  fail(fault: NextFault, invocation: Invocation): void;
}

export interface ExecutionEnvironmentOptions {
  /** How many invocations the runtime may have at once. */
  concurrency: number;
  /** The runtime is to be killed and started anew, unless it has other invocations. */
  onTimeout: (requestId: string) => void;
  onDelivered: (invocation: Invocation) => void;
}

/** Which of a function's invocations wait and which run. No I/O: calls are refused by value. */
export type ExecutionEnvironment = ReturnType<typeof createExecutionEnvironment>;

/** How many ids of past invocations are kept, to tell an answer that is late from one that is wrong. */
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
  /** By request id, from delivery until forgotten. */
  const delivered = new Map<string, Invocation>();
  /** Delivered, and the caller has no answer yet. */
  const running = new Set<Invocation>();
  const late = new Set<string>();
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
      // The ids of others are wrong from now on, not answered twice.
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
    /** Resolves when the runtime first asks for an event; with what it reports if it cannot. */
    initialized: (): Promise<InvocationResult | undefined> => initialized.promise,

    enqueue(invocation: Invocation): void {
      const { requestId } = invocation;
      function isTaken(other: Invocation) {
        return other.requestId === requestId;
      }
      const known = delivered.get(requestId);
      if ((known !== undefined && running.has(known)) || waiting.some(isTaken)) {
        throw new Error(
          `Expected an id of its own, found ${requestId} in use by another invocation.`,
        );
      }
      late.delete(requestId);
      waiting.push(invocation);
      dispatch();
    },

    /** Whether the event was there, and no runtime had been given it. */
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

    /** Ends the connections of all who wait; gives how many there were. */
    disconnect(): number {
      const gone = [...pollers];
      pollers.clear();
      for (const poller of gone) poller.close();
      return gone.length;
    },

    /** For a poller whose connection has ended. */
    withdraw(poller: Poller): void {
      pollers.delete(poller);
    },

    /** The invocation that an answer is for; `invocationId` only if the runtime sent one. */
    find(requestId: string, invocationId: string | undefined): Invocation | Refusal {
      const invocation = delivered.get(requestId);
      if (invocation === undefined) {
        // Runtimes that do not know the header get what they always got.
        const isLate = late.has(requestId) && (isConcurrent || invocationId !== undefined);
        return isLate ? invokeTimeout : invalidRequestId;
      }
      const isStale = invocationId !== undefined && invocationId !== invocation.invocationId;
      return isStale ? invokeTimeout : invocation;
    },

    /** An answer begins to come in. */
    begin: (invocation: Invocation, call: 'response' | 'error'): Refusal | undefined =>
      move(invocation.lifecycle, call),

    /** An answer has come in; refused if the time was up before. An Error is the caller's own. */
    finish(invocation: Invocation, result: InvocationResult | Error): Refusal | undefined {
      if (!running.has(invocation)) return invokeTimeout;
      invocation.lifecycle.state = after(invocation.lifecycle.state, 'sent')!;
      invocation.stopReading = () => {};
      settle(invocation, result);
      if (isConcurrent) forgetAnswered(delivered);
      dispatch();
      return undefined;
    },

    /** The runtime reports that it cannot start: who waits gets its error. */
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
     * The runtime's process has ended; one that is started anew begins from the start. Who waits goes on
     * waiting for that one, unless the event was on its way to this one.
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

    /** Nobody will answer any more. */
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

/** The oldest first; one that still runs is far from being the oldest of so many, and is kept. */
function forgetAnswered(delivered: Map<string, Invocation>): void {
  if (delivered.size <= remembered) return;
  for (const [id, { lifecycle }] of delivered) {
    if (lifecycle.state !== 'ResponseSent') continue;
    delivered.delete(id);
    return;
  }
}
