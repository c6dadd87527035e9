import type { Ending } from '../docker/container.ts';

/** Those by which runtimes end, with the words of Lambda's messages (Go's names of signals). */
const signals: Readonly<Record<number, string>> = {
  132: 'illegal instruction',
  134: 'aborted',
  135: 'bus error',
  137: 'killed',
  139: 'segmentation fault',
  143: 'terminated',
};

/** How a process ended, as in Lambda's messages: `exit status 1`, `signal: killed`. */
export function exitReason({ exitStatus }: Ending): string {
  const signal = signals[exitStatus];
  return signal === undefined ? `exit status ${exitStatus}` : `signal: ${signal}`;
}
