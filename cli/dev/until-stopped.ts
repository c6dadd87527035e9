import { exitCode } from '../../terminal/cli-error.ts';

const codes = {
  SIGINT: exitCode.interrupted,
  SIGTERM: exitCode.terminated,
  SIGHUP: exitCode.hungUp,
} as const;

export interface Stopped {
  /** Resolves with the exit code for the signal that ended it. */
  readonly promise: Promise<number>;
  /** Aborted by the signal. */
  readonly signal: AbortSignal;
}

/** Waits for the first signal. The second one ends the process at once; the reaper then removes what is left. */
export function untilStopped(): Stopped {
  const { promise, resolve } = Promise.withResolvers<number>();
  const stopped = new AbortController();
  for (const [name, code] of Object.entries(codes)) {
    process.on(name, () => {
      if (stopped.signal.aborted) process.exit(code);
      stopped.abort();
      resolve(code);
    });
  }
  return { promise, signal: stopped.signal };
}
