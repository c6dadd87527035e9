import { exitReason } from '../../sandbox/exit-reason.ts';
import { errorMessage } from '../error-message.ts';
import type { ImageRun, RunRule } from '../run-rule.ts';

export const runInit: RunRule = {
  id: 'run-init',
  severity: 'error',
  title: 'the function asks for its first event within 10 seconds',
  why: 'Lambda gives the init phase 10 seconds. A runtime that hangs, ends or reports an error before its first request for an event is started again with the invocation, which then fails with Runtime.ExitError or a time-out (Lambda guide, "Lambda execution environment").',
  *check(run) {
    const { init, memoryMb } = run;
    if (init.status === 'success' || init.ending?.refusal !== undefined) return;
    const isOutOfMemory = init.ending?.isOutOfMemory === true;
    yield {
      found: `Expected a request for an event, found ${howItFailed(run)}${lastWords(init.log)}`,
      where: 'init',
      fix: isOutOfMemory
        ? `lambda-container check --memory ${memoryMb * 2}, and as much in the configuration of the function.`
        : 'lambda-container invoke IMAGE shows the whole log; --env NAME=value sets what the configuration of the function would.',
    };
  },
};

function howItFailed({ init: { status, error, ending }, memoryMb }: ImageRun): string {
  if (status === 'timeout') return 'none after 10 seconds';
  if (ending?.isOutOfMemory === true) return `an end for want of memory, at ${memoryMb} MB`;
  const type = error?.error?.type;
  // How a runtime ended that reported nothing is told by its exit status.
  if (type !== undefined && type !== 'Runtime.ExitError') {
    return `the error ${type}${errorMessage(error!)}`;
  }
  return ending === undefined ? 'an end' : `an end with ${exitReason(ending)}`;
}

/** The last thing that the function said is mostly why. */
function lastWords(log: string): string {
  const line = log.trim().split('\n').at(-1)!.trim();
  return line === '' ? '; it wrote nothing.' : `; it last wrote: ${line.slice(0, maxWords)}`;
}

const maxWords = 300;
