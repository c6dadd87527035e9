import type { Socket } from 'node:net';

/** An HTTP request that has come completely, and when, in ns of CLOCK_MONOTONIC. */
export interface Request {
  method: string;
  path: string;
  body: Buffer;
  at: bigint;
}

const headEnd = Buffer.from('\r\n\r\n');

/** Calls `receive` with each request on a connection. */
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
      const found = /^transfer-encoding: *chunked/im.test(head)
        ? chunkedBody(received, bodyAt)
        : bodyWithLength(received, bodyAt, head);
      if (found === undefined) return;
      const [method, path] = head.split(' ', 2);
      receive({ method: method!, path: path!, body: found.body, at });
      received = received.subarray(found.end);
    }
  });
}

interface Found {
  body: Buffer;
  /** Where the next request begins. */
  end: number;
}

function bodyWithLength(received: Buffer, start: number, head: string): Found | undefined {
  const end = start + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  return received.length < end ? undefined : { body: received.subarray(start, end), end };
}

/** A body in chunks, which trailers may follow: the client of Go has no other. */
function chunkedBody(received: Buffer, start: number): Found | undefined {
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = received.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(received.toString('latin1', at, lineEnd), 16);
    if (size === 0) {
      // An empty line, or lines of trailers and then an empty one.
      const end = received.indexOf(headEnd, lineEnd);
      return end === -1 ? undefined : { body: Buffer.concat(chunks), end: end + headEnd.length };
    }
    const from = lineEnd + 2;
    at = from + size + 2;
    if (received.length < at) return undefined;
    chunks.push(received.subarray(from, from + size));
  }
}
