import { exitReason } from '../../sandbox/exit-reason.ts';
import { errorMessage, errorText } from '../error-message.ts';
import { faultsInError, type ImageFault } from '../image-faults.ts';
import { mayNeedExtension } from '../may-need-extension.ts';
import type { ImageRun, RunRule } from '../run-rule.ts';

export const runInit: RunRule = {
  id: 'run-init',
  severity: 'error',
  title: 'the runtime requests its first event within 10 seconds',
  why: 'The init phase may take 10 seconds. If the runtime hangs, exits or reports an error before it requests its first event, Lambda starts it again with the invocation, which then fails with Runtime.ExitError or a time-out (Lambda guide, "Lambda execution environment").',
  *check(run) {
    const { init, memoryMb } = run;
    if (init.status === 'success' || init.ending?.refusal !== undefined) return;
    // The remark run-extensions says so.
    if (mayNeedExtension(run)) return;
    const isOutOfMemory = init.ending?.isOutOfMemory === true;
    const fault = faultIn(run);
    yield {
      found: `Expected a request for the first event, found ${howItFailed(run)}${lastWords(init.log, fault)}`,
      where: fault?.path ?? 'init',
      fix: isOutOfMemory
        ? `Try lambda-container check --memory ${memoryMb * 2}, and configure the function with as much memory.`
        : fault !== undefined
          ? fault.fix
          : 'Run lambda-container invoke IMAGE to see the whole log. If an environment variable is missing: lambda-container check --env NAME=VALUE IMAGE.',
    };
  },
};

function howItFailed({ init: { status, error, ending }, memoryMb }: ImageRun): string {
  if (status === 'timeout') return 'none after 10 seconds';
  if (ending?.isOutOfMemory === true) return `the runtime killed, out of memory at ${memoryMb} MB`;
  const type = error?.error?.type;
  // Runtime.ExitError means that the runtime reported nothing: its exit status says more.
  if (type !== undefined && type !== 'Runtime.ExitError') {
    return `the error ${type}${errorMessage(error!)}`;
  }
  return ending === undefined
    ? 'the runtime ended'
    : `the runtime ended with ${exitReason(ending)}`;
}

/** What the error that the runtime reported says, or else its log: the last line that says so. */
function faultIn({ init: { error, log } }: ImageRun): ImageFault | undefined {
  const reported = error?.error?.type === 'Runtime.ExitError' ? undefined : error;
  return (reported && faultsInError(errorText(reported))[0]) ?? faultsInError(log).at(-1);
}

/** The line that names the fault; usually, it is the last one of the log. */
function lastWords(log: string, fault: ImageFault | undefined): string {
  if (fault !== undefined && log.includes(fault.line)) return `; the log says: ${fault.line}`;
  const line = log.trim().split('\n').at(-1)!.trim();
  return line === ''
    ? '; the log is empty.'
    : `; the last line of the log: ${line.slice(0, maxWords)}`;
}

const maxWords = 300;
