import { asCliError } from './as-cli-error.ts';
import type { CliError } from './cli-error.ts';

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
