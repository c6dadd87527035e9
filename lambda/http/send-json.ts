import type { ServerResponse } from 'node:http';

/** Ends a response with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const length = String(Buffer.byteLength(body));
  response
    .writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': length,
      ...headers,
    })
    .end(body);
}
