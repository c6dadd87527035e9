import { failureText } from '../failure-text.ts';
import type { RunRule } from '../run-rule.ts';
import { isMissing } from './run-answer.ts';
import { faultsOf } from './run-fault.ts';

const longest = 300;

export const runError: RunRule = {
  id: 'run-error',
  severity: 'remark',
  title: 'the function accepts the event {}',
  why: 'Most functions expect another event, and report an error for this one. If the error has another cause, the function fails on Lambda too.',
  *check(run) {
    const { invocation } = run;
    if (invocation === undefined || isMissing(invocation.result)) return;
    const text = failureText(invocation.result);
    if (text === undefined || faultsOf(run).length > 0) return;
    yield {
      found: `Expected a result, found the error ${text.trim().split('\n')[0]!.slice(0, longest)}`,
      where: 'the event {}',
      fix: 'Run lambda-container invoke IMAGE --data JSON with an event that the function expects.',
    };
  },
};
