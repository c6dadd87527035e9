import { failureText } from '../failure-text.ts';
import type { RunRule } from '../run-rule.ts';
import { isMissing } from './run-answer.ts';
import { faultsOf } from './run-fault.ts';

const longest = 300;

export const runError: RunRule = {
  id: 'run-error',
  severity: 'remark',
  title: 'the function accepts the event',
  why: 'The event is {} unless --event or --data gives another. Most functions expect another event than {}, and report an error. If the error has another cause, the function fails on Lambda too.',
  *check(run) {
    const { invocation, eventName } = run;
    if (invocation === undefined || isMissing(invocation.result)) return;
    const text = failureText(invocation.result);
    if (text === undefined || faultsOf(run).length > 0) return;
    yield {
      found: `Expected a result, found the error ${text.trim().split('\n')[0]!.slice(0, longest)}`,
      where: eventName,
      fix: 'Check with an event that the function expects: --event FILE or --data JSON.',
    };
  },
};
