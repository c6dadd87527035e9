import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import {
  createExecutionEnvironment,
  type Poller,
} from '../../../lambda/runtime-api/execution-environment.ts';
import { createInvocation, type Invocation } from '../../../lambda/runtime-api/invocation.ts';
import {
  type InvocationResult,
  platformError,
} from '../../../lambda/runtime-api/invocation-result.ts';
import { pick, seededRandom } from '../random.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const timeoutMs = 100;
const steps = 400;

/** What is seen of an invocation from outside. */
interface Seen {
  invocation: Invocation;
  results: InvocationResult[];
  state: 'waiting' | 'delivered' | 'begun';
}

/** Who polls gets one event; who has gone, or has ended with the runtime, gets none. */
interface SeenPoller {
  poller: Poller;
  isGone: boolean;
  got: Seen | undefined;
}

function isSettled({ results }: Seen): boolean {
  return results.length > 0;
}

/** Drives an environment and checks, after every step, all that must hold whatever came before. */
function startDriven(concurrency: number) {
  const all: Seen[] = [];
  const pollers: SeenPoller[] = [];
  const executionEnvironment = createExecutionEnvironment({
    concurrency,
    onTimeout() {},
    onDelivered() {},
  });
  function byInvocation(invocation: Invocation) {
    return all.find((seen) => seen.invocation === invocation)!;
  }
  function inOrder() {
    return all.filter((seen) => seen.state === 'waiting' && !isSettled(seen));
  }
  function running() {
    return all.filter((seen) => seen.state !== 'waiting' && !isSettled(seen));
  }
  function polling() {
    return pollers.filter(({ isGone, got }) => !isGone && got === undefined);
  }

  function check(): void {
    expect(all.filter(({ results }) => results.length > 1)).toEqual([]);
    expect(running().length).toBeLessThanOrEqual(concurrency);
    const canDeliver = executionEnvironment.state() === 'Ready' && running().length < concurrency;
    if (canDeliver && polling().length > 0) expect(inOrder()).toEqual([]);
  }

  function deliver(own: SeenPoller, invocation: Invocation): void {
    const seen = byInvocation(invocation);
    expect([own.isGone, own.got]).toEqual([false, undefined]);
    expect(seen.results).toEqual([]);
    // A second time only to a runtime that can have but one, and asks again.
    if (seen.state === 'waiting') expect(inOrder()[0]).toBe(seen);
    else expect([concurrency, running()]).toEqual([1, [seen]]);
    if (seen.state === 'waiting') seen.state = 'delivered';
    own.got = seen;
  }

  /** A refused call changes nothing for any caller; an accepted one completes this one. */
  function finish(seen: Seen): void {
    const before = all.filter(isSettled).length;
    const wasOpen = seen.state === 'begun' && !isSettled(seen);
    const result = platformError(seen.invocation.requestId, 'Test.Answer', '');
    const refusal = executionEnvironment.finish(seen.invocation, result);
    expect(refusal === undefined).toBe(wasOpen);
    if (wasOpen) expect(seen.results).toEqual([result]);
    else expect(all.filter(isSettled)).toHaveLength(before);
  }

  return {
    all,
    running,
    check,
    finish,
    enqueue(requestId: string): void {
      const results: InvocationResult[] = [];
      function resolve(result: InvocationResult) {
        results.push(result);
      }
      const invocation = createInvocation(Buffer.alloc(0), { requestId }, timeoutMs, {
        resolve,
        reject: () => expect.unreachable('Nothing here is an error of the caller'),
      });
      all.push({ invocation, results, state: 'waiting' });
      executionEnvironment.enqueue(invocation);
    },
    poll(): void {
      const own: SeenPoller = { poller: undefined!, isGone: false, got: undefined };
      own.poller = {
        deliver: (invocation) => deliver(own, invocation),
        close: () => expect.unreachable('No connection was to be closed'),
        fail: () => expect.unreachable('No fault was asked for'),
      };
      pollers.push(own);
      const wasRunning = executionEnvironment.state() === 'Running';
      if (executionEnvironment.poll(own.poller) !== undefined) own.isGone = true;
      // A runtime that calls `next` again without a reply has lost the event.
      if (wasRunning) expect(own.got).toBe(running()[0]);
    },
    withdraw(random: () => number): void {
      if (polling().length === 0) return;
      const gone = pick(random, polling());
      executionEnvironment.withdraw(gone.poller);
      gone.isGone = true;
    },
    /** The begin of a reply, with ids that the runtime knows. */
    begin(call: 'response' | 'error', seen: Seen, invocationId: string | undefined): void {
      const { requestId } = seen.invocation;
      const found = executionEnvironment.find(requestId, invocationId);
      const refusal = 'status' in found ? found : executionEnvironment.begin(found, call);
      if (refusal !== undefined) {
        const isOwn = invocationId === undefined || invocationId === seen.invocation.invocationId;
        expect(seen.state === 'delivered' && !isSettled(seen) && isOwn).toBe(false);
        return;
      }
      const answered = byInvocation(found as Invocation);
      expect([answered.state, answered.results]).toEqual(['delivered', []]);
      expect(answered.invocation.requestId).toBe(requestId);
      if (invocationId !== undefined) {
        expect(answered.invocation.invocationId).toBe(invocationId);
      }
      answered.state = 'begun';
    },
    exit(): void {
      const lost = running();
      executionEnvironment.exited('signal: killed');
      for (const { results } of lost) expect(results[0]?.error?.type).toBe('Runtime.ExitError');
      for (const poller of pollers) poller.isGone = true;
    },
    initError(): void {
      const failed = inOrder();
      const refusal = executionEnvironment.failInit((id) => platformError(id, 'Runtime.Init', ''));
      const types = failed.map(({ results }) => results[0]?.error?.type);
      expect(types).toEqual(failed.map(() => (refusal === undefined ? 'Runtime.Init' : undefined)));
    },
    passTime(ms: number): void {
      const due = running().filter(
        ({ invocation }) => invocation.deadlineEpochMs <= Date.now() + ms,
      );
      vi.advanceTimersByTime(ms);
      for (const { results } of due) expect(results[0]?.error?.type).toBe('Sandbox.Timedout');
    },
  };
}

const runs = [1, 3].flatMap((concurrency) =>
  Array.from({ length: 40 }, (_, seed) => [concurrency, seed] as const),
);

test.each(runs)('%i at once, anything in any order, seed %i', (concurrency, seed) => {
  const random = seededRandom(seed);
  const driven = startDriven(concurrency);
  const { all, running } = driven;
  function anyOf(some: readonly Seen[]): Seen | undefined {
    return some.length === 0 ? undefined : pick(random, some);
  }
  /** Mostly one at hand; at times one of long ago, or one whose turn has not come. */
  function anyOne() {
    return anyOf(random() < 0.7 ? running() : all);
  }
  function begin(call: 'response' | 'error') {
    const seen = anyOne();
    const other = anyOf(all);
    if (seen === undefined || other === undefined) return;
    const ids = [undefined, seen.invocation.invocationId, other.invocation.invocationId];
    driven.begin(call, seen, pick(random, ids));
  }
  const calls = [
    () => driven.enqueue(`id-${all.length}`),
    () => {
      // As Lambda does when it tries an event again.
      const past = anyOf(all.filter(isSettled))?.invocation.requestId;
      const isTaken = all.some((seen) => seen.invocation.requestId === past && !isSettled(seen));
      if (past !== undefined && !isTaken) driven.enqueue(past);
    },
    () => driven.poll(),
    () => driven.poll(),
    () => driven.withdraw(random),
    () => begin('response'),
    () => begin('error'),
    () => {
      const seen = anyOne();
      if (seen?.state === 'begun') driven.finish(seen);
    },
    () => random() < 0.2 && driven.exit(),
    () => random() < 0.2 && driven.initError(),
    () => driven.passTime(Math.floor(random() * timeoutMs)),
  ];

  for (let step = 0; step < steps; step += 1) {
    pick(random, calls)();
    driven.check();
  }

  // Whatever has happened: a runtime that is started anew gets through all that is left.
  driven.exit();
  while (all.some((seen) => !isSettled(seen))) {
    const before = all.filter(isSettled).length;
    driven.poll();
    for (const seen of running()) {
      driven.begin('response', seen, undefined);
      driven.finish(seen);
    }
    driven.check();
    expect(all.filter(isSettled).length).toBeGreaterThan(before);
  }
});
