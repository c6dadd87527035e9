import { exitCode } from './cli-error.ts';

/**
 * From now on, output that cannot be written makes the process end with status 1, and says so once. Nobody has to
 * hear that a reader such as `head` has had enough: then the rest of the work is done in silence.
 */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.exitCode ||= exitCode.failed;
    console.error(`The output could not be written: ${error.message}\nIt is incomplete.`);
  });
  // Of this one nothing can be told.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode ||= exitCode.failed;
  });
}
