import { failureText } from '../failure-text.ts';
import { faultsInError, faultsInLog, type ImageFault } from '../image-faults.ts';
import type { Problem } from '../rule.ts';
import type { ImageRun, RunRule } from '../run-rule.ts';
import { isMissing } from './run-answer.ts';

/** A few examples are enough to see the cause. */
const shown = 5;

export const runFault: RunRule = {
  id: 'run-fault',
  severity: 'error',
  title: 'no error of the function is due to the image',
  why: 'A missing library, module, command or file, or one that may not be read or executed, fails on Lambda as it does here, whatever the event is.',
  *check(run) {
    for (const fault of faultsOf(run).slice(0, shown)) {
      yield problemOf(run, 'Expected an error that is due to the event, or none', fault);
    }
  },
};

/** In the error of the function; if it says too little, in the log of the invocation. */
export function faultsOf({ invocation }: ImageRun): ImageFault[] {
  const text = invocation && failureText(invocation.result);
  if (text === undefined) return [];
  const { result, log } = invocation!;
  const faults = faultsInError(text);
  // An error with a type of its own has a cause of its own, whatever else is in the log.
  const hasType = result.error !== undefined && !isMissing(result);
  if (faults.length === 0) return hasType ? [] : faultsInError(log);
  const logged = faults.every(({ isVague }) => isVague) ? faultsInLog(log) : [];
  return logged.length > 0 ? logged : faults;
}

export function problemOf(
  { eventName }: ImageRun,
  expected: string,
  { line, path, fix }: ImageFault,
): Problem {
  return {
    found: `${expected}, found: ${line}`,
    where: path ?? eventName,
    fix,
  };
}
