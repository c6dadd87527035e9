import { ok } from 'node:assert/strict';

import { decode } from './ask.ts';
import type { Subject } from './subject.ts';

/** Milliseconds since 1970, and the milliseconds that were left in between. */
interface Measured {
  started: number;
  before: number;
  remaining: number;
  after: number;
}

/**
 * Lets the function look at the time it has left after a pause, and asserts that it is what it must be. By
 * the clocks of both sides, which are one: however slow they are, `remaining` lies between two bounds.
 */
export async function remainingTime(
  subject: Subject,
  { pauseMs, timeoutMs }: { pauseMs: number; timeoutMs: number },
): Promise<void> {
  const asked = Date.now();
  const event = JSON.stringify({ do: 'remaining', pauseMs });
  const { result } = await subject.invoke(event, { timeoutMs });
  ok(result.error === undefined, `Expected a result, found the error ${result.body.toString()}`);
  const found = decode(result.body.toString()) as Measured;
  // The deadline is set when the event is given out: after it was asked for, before the handler began.
  const least = asked + timeoutMs - found.after;
  const most = found.started + timeoutMs - found.before;
  const between = `between ${least} and ${most} ms`;
  ok(
    found.remaining >= least - 1 && found.remaining <= most + 1,
    `Expected ${between} to be left, found ${found.remaining}`,
  );
}
