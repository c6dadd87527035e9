import type { IncomingMessage, ServerResponse } from 'node:http';

import type { HttpResponse } from './http-response.ts';

/** Ends a response. */
export function sendResponse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, reason, headers, body }: HttpResponse,
): void {
  if (response.destroyed) return;
  beginResponse(response, { status, reason, headers });
  if (hasBody(status)) response.setHeader('Content-Length', body.length);
  if (request.method === 'HEAD' || !hasBody(status)) response.end();
  else response.end(body);
}

/** Sets what comes before the body. */
export function beginResponse(
  response: ServerResponse,
  { status, reason, headers }: Omit<HttpResponse, 'body'>,
): void {
  response.statusCode = status;
  if (reason !== undefined) response.statusMessage = reason;
  for (const [name, value] of headers) response.appendHeader(name, value);
}

/** These never have one (RFC 9110, section 6.4.1). */
function hasBody(status: number): boolean {
  return status !== 204 && status !== 304;
}
