import type { InvocationResult } from '../../runtime-api/invocation-result.ts';
import { errorMessage } from '../error-message.ts';
import { mayNeedExtension } from '../may-need-extension.ts';
import type { RunRule } from '../run-rule.ts';

/** The error types of Lambda itself for a missing response. Any other error is the response of the runtime. */
const noResponse = /^(Sandbox\.Timedout|Runtime\.ExitError)$/;

/** Whether the runtime sent neither a response nor an error. */
export function isMissing({ error }: InvocationResult): boolean {
  return error !== undefined && noResponse.test(error.type);
}

export const runAnswer: RunRule = {
  id: 'run-answer',
  severity: 'error',
  title: 'the function responds to an event, with a result or an error',
  why: 'If the runtime exits or hangs while it processes an event, the invocation fails with Runtime.ExitError or a time-out, and Lambda starts a new execution environment for the next event. A handler that does not accept the event should report an error.',
  *check(run) {
    const { invocation, timeoutMs, eventName } = run;
    const result = invocation?.result;
    if (result === undefined || !isMissing(result) || mayNeedExtension(run)) return;
    const { type } = result.error!;
    yield {
      found:
        type === 'Sandbox.Timedout'
          ? `Expected a response or an error to ${eventName}, found none after ${timeoutMs / 1000} s.`
          : `Expected a response or an error to ${eventName}, found ${type}${errorMessage(result).replace(/^: RequestId: \S+ Error/, '')}.`,
      where: eventName,
      fix: 'Run lambda-container invoke IMAGE --data JSON to see the log, with an event that the handler accepts.',
    };
  },
};
