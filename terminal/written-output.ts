import { exitCode } from './cli-error.ts';

let isWatched = false;

/**
 * From now on, output that cannot be written makes the process exit with status 1, and is told in one line. Nobody has to hear that
 * a reader such as `head` has had enough: then the rest of the work is done in silence.
 */
export function watchOutput(): void {
  // Under `yo`, several generators may run.
  if (isWatched) return;
  isWatched = true;
  let lost: Error | undefined;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') lost ??= error;
    });
  }
  process.on('exit', () => {
    if (lost === undefined) return;
    process.exitCode = exitCode.failed;
    console.error(`The output is incomplete: it could not be written: ${lost.message}`);
  });
}

/** Ends the process once its output is written: whatever is left of the work must not keep the user waiting. */
export function endProcess(): void {
  process.stdout.write('', () => {
    process.stderr.write('', () => {
      // Errors of the last writes are told a turn later.
      setImmediate(() => process.exit());
    });
  });
}
