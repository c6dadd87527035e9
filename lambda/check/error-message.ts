import type { InvocationResult } from '../runtime-api/invocation-result.ts';

/** The message of a function's error with a colon before it; empty if the error has no `errorMessage`. */
export function errorMessage({ error }: InvocationResult): string {
  try {
    const { errorMessage: text } = JSON.parse(error!.payload.toString()) as {
      errorMessage?: unknown;
    };
    return typeof text === 'string' && text !== '' ? `: ${text.split('\n')[0]!}` : '';
  } catch {
    return '';
  }
}
