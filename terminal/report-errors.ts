import { CliError, exitCode } from './cli-error.ts';
import { interrupted, isCtrlC } from './interruption.ts';

/**
 * Runs `work` so that whatever it throws is a CliError, which is also on stdout as a JSON document
 * if that was asked for. `yo` knows no JSON, and crashes on the string codes of Node's errors.
 */
export async function reportErrors(isJson: boolean, work: () => void | Promise<void>) {
  try {
    await work();
  } catch (error) {
    const known = asCliError(error);
    if (isJson && !known.reported) {
      console.log(errorDocument(known));
      known.reported = true;
    }
    throw known;
  }
}

export function errorDocument({ code, problem, fix }: CliError): string {
  return JSON.stringify({ ok: false, error: { code, message: problem, fix } });
}

/** What we did not foresee in the file system keeps Node's words; anything else is our mistake: it keeps its stack. */
export function asCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (isCtrlC(error)) return interrupted();
  if (error instanceof Error && 'syscall' in error) {
    const fix = 'See what is at that path, and who may use it.';
    return new CliError(exitCode.failed, { problem: error.message, fix }, { cause: error });
  }
  const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const fix = 'This should not happen. Please report it with the lines above.';
  return new CliError(exitCode.failed, { problem, fix }, { cause: error });
}
