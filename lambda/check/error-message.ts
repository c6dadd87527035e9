import type { InvocationResult } from '../runtime-api/invocation-result.ts';

/** The message of a function's error with a colon before it; empty if the error has no `errorMessage`. */
export function errorMessage(result: InvocationResult): string {
  const { errorMessage: message } = reported(result);
  return message === undefined ? '' : `: ${message.split('\n')[0]!}`;
}

/** The type and the whole message of a function's error; other payloads as they are. */
export function errorText(result: InvocationResult): string {
  const { errorType = result.error!.type, errorMessage: message } = reported(result);
  return `${errorType}: ${message ?? result.error!.payload.toString('utf8', 0, longestPayload)}`;
}

const longestPayload = 4096;

/** Longer ones are not parsed: they could take a hundred times their size in memory. */
const longestParsed = 1024 * 1024;

function reported({ error }: InvocationResult): { errorType?: string; errorMessage?: string } {
  if (error!.payload.length > longestParsed) return {};
  try {
    const payload = JSON.parse(error!.payload.toString()) as Record<string, unknown> | null;
    const { errorType: type, errorMessage: message } = payload ?? {};
    return {
      ...(typeof type === 'string' && type !== '' && { errorType: type }),
      ...(typeof message === 'string' && message !== '' && { errorMessage: message }),
    };
  } catch {
    return {};
  }
}
