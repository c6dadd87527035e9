import type { Ending } from '../docker/container.ts';

/** The signals that end runtimes, with the names in Lambda's messages (Go's signal names). */
const signals: Readonly<Record<number, string>> = {
  132: 'illegal instruction',
  134: 'aborted',
  135: 'bus error',
  137: 'killed',
  139: 'segmentation fault',
  143: 'terminated',
};

/** How a process exited, as in Lambda's messages: `exit status 1`, `signal: killed`. */
export function exitReason({ exitStatus }: Ending): string {
  const signal = signals[exitStatus];
  return signal === undefined ? `exit status ${exitStatus}` : `signal: ${signal}`;
}
