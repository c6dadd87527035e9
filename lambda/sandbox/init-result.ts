import {
  type InvocationResult,
  platformError,
  runtimeExit,
  timedOut,
} from '../runtime-api/invocation-result.ts';
import { exitReason } from './exit-reason.ts';
import type { Init } from './runtime-process.ts';

/** The result of an invocation whose runtime did not start. `limitMs` is the time-out of the start. */
export function initResult(
  { status, error, ending }: Init,
  requestId: string,
  limitMs: number,
): InvocationResult {
  if (status === 'timeout') return timedOut(requestId, limitMs);
  if (ending?.refusal !== undefined) {
    const message = `RequestId: ${requestId} Error: ${ending.refusal}`;
    return platformError(requestId, 'Runtime.InvalidEntrypoint', message);
  }
  const hasReported = error !== undefined && error.error?.type !== 'Runtime.ExitError';
  if (hasReported) return { ...error, requestId };
  return runtimeExit(requestId, ending && exitReason(ending));
}
