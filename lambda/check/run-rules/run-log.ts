import { failureText, responseText } from '../failure-text.ts';
import { faultsInError, faultsInLog } from '../image-faults.ts';
import type { RunRule } from '../run-rule.ts';
import { faultsOf, problemOf } from './run-fault.ts';

/** A few examples are enough to see the cause. */
const shown = 5;

export const runLog: RunRule = {
  id: 'run-log',
  severity: 'warning',
  title: 'log and response name nothing that is missing in the image',
  why: 'A function can catch an error that is due to the image, and respond all the same. This rule looks for missing libraries and commands, and for files that may not be read or executed.',
  *check(run) {
    const { init, invocation } = run;
    // The rule run-init reports it.
    if (invocation === undefined) return;
    const { result, log } = invocation;
    const known = new Set(faultsOf(run).map(({ fix }) => fix));
    const responded = failureText(result) === undefined ? faultsInError(responseText(result)) : [];
    const faults = [...faultsInLog(`${init.log}\n${log}`), ...responded].filter(
      ({ fix }) => !known.has(fix),
    );
    for (const fault of faults.slice(0, shown)) {
      yield problemOf(run, 'Expected nothing that is missing in the image', fault);
    }
  },
};
