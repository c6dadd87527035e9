import { asCliError } from './as-cli-error.ts';
import type { CliError } from './cli-error.ts';
import { printDocument } from './print.ts';

/**
 * Runs `work` and converts whatever it throws to a CliError, which is printed on standard output as a JSON document
 * if requested. `yo` has no JSON output, and crashes on the string codes of Node's errors.
 */
export async function reportErrors(isJson: boolean, work: () => void | Promise<void>) {
  try {
    await work();
  } catch (error) {
    const known = asCliError(error);
    if (isJson && !known.reported) {
      printDocument(errorDocument(known));
      known.reported = true;
    }
    throw known;
  }
}

export function errorDocument({ code, problem, fix }: CliError): string {
  return JSON.stringify({ ok: false, error: { code, message: problem, fix } });
}
