import type { Socket } from 'node:net';

/** An HTTP request that has come completely, and when, in ns of CLOCK_MONOTONIC. */
export interface Request {
  method: string;
  path: string;
  body: Buffer;
  at: bigint;
}

const headEnd = Buffer.from('\r\n\r\n');

/** Calls `receive` with each request on a connection. Bodies have a length: none is in chunks. */
export function readRequests(socket: Socket, receive: (request: Request) => void): void {
  let received: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    const at = process.hrtime.bigint();
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    for (;;) {
      const end = received.indexOf(headEnd);
      if (end === -1) return;
      const head = received.toString('latin1', 0, end);
      const bodyAt = end + headEnd.length;
      const total = bodyAt + contentLength(head);
      if (received.length < total) return;
      const [method, path] = head.split(' ', 2);
      receive({ method: method!, path: path!, body: received.subarray(bodyAt, total), at });
      received = received.subarray(total);
    }
  });
}

function contentLength(head: string): number {
  if (/^transfer-encoding:/im.test(head)) {
    throw new Error(`Expected a body with Content-Length, found Transfer-Encoding: ${head}`);
  }
  return Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
}
