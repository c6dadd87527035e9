import { AssertionError, ok } from 'node:assert/strict';

import type { Caller } from './subject.ts';

/** The result of the function for an event, decoded. An error is not what was asked for. */
export async function ask<Result>(caller: Caller, event: unknown): Promise<Result> {
  const { body, isError } = await caller.send(JSON.stringify(event));
  ok(isError !== true, `Expected a result, found the error ${body.slice(0, 1000)}`);
  return decode(body) as Result;
}

/** A body as JSON, which it must be. */
export function decode(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AssertionError({
      message: `Expected JSON, found ${JSON.stringify(body.slice(0, 1000))}`,
      actual: body,
      expected: 'JSON',
    });
  }
}
