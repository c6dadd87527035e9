import type { NextDue } from './schedule-expression.ts';

/** A timer of Node.js cannot wait longer than 24 days, and does not run while the machine sleeps. */
const longestWaitMs = 60_000;

/** Calls `onDue` each time, with the time that was due. What the machine has slept through is left out, but for the first. */
export function startSchedule(next: NextDue, onDue: (at: Date) => void): Disposable {
  let due = next(new Date());
  let timer: NodeJS.Timeout | undefined;

  function wait(): void {
    if (due === null) return;
    const delayMs = Math.max(0, due.getTime() - Date.now());
    timer = setTimeout(check, Math.min(delayMs, longestWaitMs));
  }

  function check(): void {
    const now = new Date();
    if (due !== null && due <= now) {
      onDue(due);
      while (due !== null && due <= now) due = next(due);
    }
    wait();
  }

  wait();
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
