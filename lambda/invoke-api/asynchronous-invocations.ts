import { setTimeout as sleep } from 'node:timers/promises';

import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import type { LocalFunction, LocalInvokeOptions } from './local-function.ts';
import { ServiceError } from './service-error.ts';

/** An event whose sender does not wait for the response. */
export interface AsynchronousEvent {
  readonly to: LocalFunction;
  readonly event: Buffer;
  readonly options: LocalInvokeOptions;
}

/** What became of it. */
export interface Settled extends AsynchronousEvent {
  /** That of the last attempt. */
  readonly result: InvocationResult;
  readonly attempts: number;
}

export interface AsynchronousOptions {
  /** How often an event is sent again that a function has failed for: 0 to 2. Default: 2. */
  retries?: number;
  /** How long the first retry is delayed; the second, twice that. Default: 1,000; on Lambda it is a minute. */
  delayMs?: number;
  /** Receives each event once: after a response, or an error that is not retried any more. */
  onSettled?: (settled: Settled) => void;
}

/** Events that wait for their function, in memory: what has not been sent when the process ends is lost. */
export interface AsynchronousInvocations {
  /** Throws a ServiceError if too many wait. */
  accept(event: AsynchronousEvent): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** They may have 1 MB each. */
const mostWaiting = 1000;
/** Between attempts while there is no execution environment to be had. On Lambda, up to 5 minutes. */
const longestDelayMs = 30_000;

/**
 * Invokes functions as Lambda does asynchronously: an error of the function is retried with the same request id
 * (Lambda guide, "How Lambda handles errors and retries with asynchronous invocation").
 */
export function createAsynchronousInvocations({
  retries = 2,
  delayMs = 1000,
  onSettled = () => {},
}: AsynchronousOptions = {}): AsynchronousInvocations {
  const ended = new AbortController();
  const running = new Set<Promise<void>>();

  async function attempt(
    { to, event, options }: AsynchronousEvent,
    attempts: number,
  ): Promise<InvocationResult> {
    const source = attempts === 1 ? options.source : `${options.source}, attempt ${attempts}`;
    // The delay may be 0.
    for (let waitMs = Math.max(delayMs, 1); ; waitMs = Math.min(waitMs * 2, longestDelayMs)) {
      try {
        const { result, log } = await to.invoke(event, { ...options, source });
        // What is told of the event comes after what is told of the invocation.
        await log().catch(() => {});
        return result;
      } catch {
        // Whoever failed to start it has said so. That does not count as an attempt.
        await sleep(waitMs, undefined, { signal: ended.signal });
      }
    }
  }

  async function run(event: AsynchronousEvent): Promise<void> {
    for (let attempts = 1; ; attempts++) {
      const result = await attempt(event, attempts);
      if (result.error === undefined || attempts > retries) {
        onSettled({ ...event, result, attempts });
        return;
      }
      await sleep(delayMs * attempts, undefined, { signal: ended.signal });
    }
  }

  return {
    accept(event) {
      if (running.size >= mostWaiting) {
        throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', {
          more: { Reason: 'ConcurrentInvocationLimitExceeded' },
        });
      }
      const settled: Promise<void> = run(event)
        // Only waiting that has been ended rejects.
        .catch(() => {})
        .finally(() => running.delete(settled));
      running.add(settled);
    },
    async [Symbol.asyncDispose]() {
      ended.abort();
      await Promise.all(running);
    },
  };
}
