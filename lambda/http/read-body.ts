import type { IncomingMessage } from 'node:http';

import type { Room } from './room.ts';

/** How much of a refused body is read, so that a client that writes before it reads gets the response. */
const maxDiscardedBytes = 64 * 1024 * 1024;

/** A body, or why there is none. `endless`: reading was abandoned, and the connection has to be closed. */
export type ReceivedBody = Buffer | 'truncated' | 'too-large' | 'endless';

/** Reads a body and keeps at most `maxBytes` of it. Reads nothing before there is room for it. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  room: Room,
): Promise<ReceivedBody> {
  const leave = await room.enter(Math.min(maxBytes, announcedBytes(request)));
  try {
    return await read(request, maxBytes);
  } finally {
    leave();
  }
}

/** Infinity if it comes in chunks. */
function announcedBytes({ headers }: IncomingMessage): number {
  return headers['transfer-encoding'] === undefined
    ? Number(headers['content-length'] ?? 0)
    : Infinity;
}

function read(request: IncomingMessage, maxBytes: number): Promise<ReceivedBody> {
  const { promise, resolve } = Promise.withResolvers<ReceivedBody>();
  let chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else chunks = [];
    if (bytes > maxBytes + maxDiscardedBytes) resolve('endless');
  });
  request.on('end', () => {
    if (bytes > maxBytes) resolve('too-large');
    else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes));
  });
  // Has no effect after the end.
  request.on('close', () => resolve('truncated'));
  // It may have closed while it waited for room.
  if (request.closed) resolve('truncated');
  return promise;
}
