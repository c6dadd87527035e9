import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { destroyLater } from './destroy-later.ts';
import { maxConnections, maxHeaderBytes } from './limits.ts';
import { headersTooLarge, malformedRequest, type Refusal, refusalBody } from './refusals.ts';

const minutes = 60_000;

/** An HTTP server that no client, broken or hostile, can crash or exhaust. */
export function createHttpServer(listener: RequestListener): Server {
  const server = createServer(
    {
      noDelay: true,
      maxHeaderSize: maxHeaderBytes,
      // A function may be frozen for hours: its connections have no time-out.
      keepAliveTimeout: 0,
      headersTimeout: minutes,
      // A streamed response may take as long as the function, up to 15 minutes.
      requestTimeout: 16 * minutes,
    },
    listener,
  );
  // Their headers and bodies are in memory. A function may have 1,024 files open.
  server.maxConnections = maxConnections;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const refused = error.code === 'HPE_HEADER_OVERFLOW' ? headersTooLarge : malformedRequest;
    if (error.code === 'ECONNRESET') socket.destroy();
    // Every further chunk of the same request ends up here again.
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
