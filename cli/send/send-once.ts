import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { printNote } from '../../terminal/print.ts';
import type { SendSettings } from './settings.ts';

/** Asks the running `dev` to send it. Throws a CliError if there is none, or if it refuses. */
export async function sendOnce({ url, body }: SendSettings): Promise<void> {
  const response = await post(url, body);
  const result = await resultOf(response);
  if (!response.ok) {
    throw new CliError(exitCode.failed, {
      problem:
        result.message ??
        result.Message ??
        `Expected it to be sent, found status ${response.status}.`,
      fix:
        response.status === 501 ? `Is it lambda-container dev that listens at ${url.origin}?` : '',
    });
  }
  printNote(sentText(result));
}

interface SendResult {
  readonly function?: string;
  readonly source?: string;
  readonly count?: number;
  /** Of an error. */
  readonly message?: string;
  readonly Message?: string;
}

async function post(url: URL, body: object): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch (error) {
    throw new CliError(
      exitCode.failed,
      {
        problem: `Expected lambda-container dev at ${url.origin}, found nothing that responds there.`,
        fix: 'Run it in the directory of the project, or say where it listens: --port.',
      },
      { cause: error },
    );
  }
}

async function resultOf(response: Response): Promise<SendResult> {
  try {
    return asResult(await response.json());
  } catch {
    return {};
  }
}

function asResult(json: unknown): SendResult {
  return json ?? {};
}

function sentText({ function: name, source, count }: SendResult): string {
  if (source === undefined) {
    return count === 0 ? 'Nothing has failed.' : `Sent ${count} again.`;
  }
  return `Sent ${count} to ${name} (${source}).`;
}
