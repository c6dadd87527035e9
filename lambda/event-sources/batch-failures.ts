import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import { isObject } from './json-of.ts';

/**
 * The ids in a batch that have failed, as the response says. Undefined if the whole batch has: after an error of the
 * function, and where the response is not valid, such as an `itemIdentifier` that is missing, empty or not in the batch. A
 * response without `batchItemFailures` is a success (Lambda guide, "Handling errors for an SQS event source in Lambda").
 */
export function batchFailures(
  { body, error }: InvocationResult,
  ids: readonly string[],
): ReadonlySet<string> | undefined {
  if (error !== undefined) return undefined;
  let response: unknown;
  try {
    response = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  const listed = (isObject(response) ? response['batchItemFailures'] : undefined) ?? [];
  if (!Array.isArray(listed)) return undefined;
  const failed: unknown[] = listed.map((each) =>
    isObject(each) ? each['itemIdentifier'] : undefined,
  );
  const known: ReadonlySet<unknown> = new Set(ids);
  return failed.every((id): id is string => known.has(id)) ? new Set(failed) : undefined;
}
