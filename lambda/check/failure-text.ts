import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import { errorText } from './error-message.ts';

/** Longer responses are data. */
export const longestResponse = 64 * 1024;

/**
 * What a failed invocation says: the error that the function reported, or the body of an HTTP response with a status from 500 on,
 * which frameworks make of errors. Undefined if the invocation did not fail.
 */
export function failureText(result: InvocationResult): string | undefined {
  if (result.error !== undefined) return errorText(result);
  const text = responseText(result);
  try {
    const { statusCode, body } = JSON.parse(text) as { statusCode?: unknown; body?: unknown };
    if (typeof statusCode !== 'number' || statusCode < 500) return undefined;
    return `HTTP status ${statusCode}: ${typeof body === 'string' ? body : text}`;
  } catch {
    return undefined;
  }
}

/** The response as text, for the search in it. */
export function responseText({ body }: InvocationResult): string {
  return body.toString('utf8', 0, Math.min(body.length, longestResponse));
}
