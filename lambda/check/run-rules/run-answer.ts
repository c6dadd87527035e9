import { errorMessage } from '../error-message.ts';
import type { RunRule } from '../run-rule.ts';

/** By these Lambda tells that there was no answer; all else is one, though it may be an error. */
const noAnswer = /^(Sandbox\.Timedout|Runtime\.ExitError)$/;

export const runAnswer: RunRule = {
  id: 'run-answer',
  severity: 'error',
  title: 'the function answers an event, if only by an error',
  why: 'A runtime that ends or hangs with an event at hand gives its caller Runtime.ExitError or a time-out, and Lambda starts a new environment for the next event. A handler that does not take the event {} should report an error.',
  *check({ invocation, timeoutMs }) {
    const result = invocation?.result;
    const type = result?.error?.type;
    if (type === undefined || !noAnswer.test(type)) return;
    yield {
      found:
        type === 'Sandbox.Timedout'
          ? `Expected a response or an error to the event {}, found none after ${timeoutMs / 1000} s.`
          : `Expected a response or an error to the event {}, found ${type}${errorMessage(result!).replace(/^: RequestId: \S+ Error/, '')}.`,
      where: 'the event {}',
      fix: 'lambda-container invoke IMAGE --data JSON shows the log, and takes an event that the handler knows.',
    };
  },
};
