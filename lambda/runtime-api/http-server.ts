import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { destroyLater } from './destroy-later.ts';
import { maxHeaderBytes } from './limits.ts';
import { headersTooLarge, malformedRequest, type Refusal, refusalBody } from './refusals.ts';

const minutes = 60_000;

/** An HTTP server that clients of any kind can neither end nor fill up. */
export function createHttpServer(listener: RequestListener): Server {
  const server = createServer(
    {
      noDelay: true,
      maxHeaderSize: maxHeaderBytes,
      // A function may be frozen for hours: its connections are kept as long as it wants.
      keepAliveTimeout: 0,
      headersTimeout: minutes,
      // A streamed response may take as long as a function may run, 15 minutes.
      requestTimeout: 16 * minutes,
    },
    listener,
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const refused = error.code === 'HPE_HEADER_OVERFLOW' ? headersTooLarge : malformedRequest;
    if (error.code === 'ECONNRESET') socket.destroy();
    // Each further piece of the same request ends here again.
    if (!socket.writable) return;
    socket.end(rawRefusal(refused));
    destroyLater(socket);
  });
  return server;
}

function rawRefusal(refused: Refusal): string {
  const body = refusalBody(refused);
  return (
    `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status]}\r\nConnection: close\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  );
}
