import { equal, ok } from 'node:assert/strict';

import { ask, decode } from './ask.ts';
import type { Caller } from './subject.ts';

/** The JSON of an error, with the keys that Lambda documents. */
export interface ErrorReport {
  errorType: string;
  errorMessage: string;
  stackTrace?: unknown;
}

/** What an invocation is reported with that is to fail; the same process must serve the next one. */
export function failure(caller: Caller, event: unknown): Promise<ErrorReport> {
  return surviving(caller, async () => {
    const { body, isError } = await caller.send(JSON.stringify(event));
    ok(isError !== false, `Expected an error, found the result ${body.slice(0, 1000)}`);
    return errorReport(body);
  });
}

/** A body as the JSON of an error, which it must be. */
export function errorReport(body: string): ErrorReport {
  const report = decode(body) as ErrorReport;
  equal(typeof report?.errorType, 'string', `Expected an errorType, found ${body.slice(0, 1000)}`);
  equal(
    typeof report.errorMessage,
    'string',
    `Expected an errorMessage, found ${body.slice(0, 1000)}`,
  );
  return report;
}

/** What the function under test keeps between invocations. */
export interface State {
  incarnation: unknown;
  invocations: number;
  /** Each of which sets the timer of the next. */
  ticks: number;
  /** Of a timer that goes off every 100 ms, and how long it has been there by the clock. */
  intervals: number;
  uptimeMs: number;
}

export function stateOf(caller: Caller): Promise<State> {
  return ask(caller, { do: 'state' });
}

/** Gives what `act` gives, after which the process that was there before must still serve. */
export async function surviving<Result>(
  caller: Caller,
  act: () => Promise<Result>,
): Promise<Result> {
  const before = await stateOf(caller);
  const result = await act();
  const { incarnation } = await stateOf(caller);
  equal(incarnation, before.incarnation, 'Expected the same process as before, found a new one');
  return result;
}
