import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { destroyLater } from './destroy-later.ts';

const minutes = 60_000;

interface Refusal {
  readonly status: number;
  readonly errorType: string;
  readonly errorMessage: string;
}

const malformedRequest: Refusal = {
  status: 400,
  errorType: 'MalformedHTTPRequest',
  errorMessage: 'Not a request of HTTP/1.1',
};
const headersTooLarge: Refusal = {
  status: 431,
  errorType: 'HeadersTooLarge',
  errorMessage: 'The headers are too large',
};

/** Takes over the connection of a request for another protocol, such as WebSocket. */
export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** An HTTP server that no client, broken or hostile, can crash or exhaust. */
export function createHttpServer(
  limits: { count: number; headerBytes: number },
  listener: RequestListener,
  onUpgrade?: UpgradeListener,
): Server {
  const server = createServer(
    {
      noDelay: true,
      maxHeaderSize: limits.headerBytes,
      // A function may be frozen for hours: its connections have no time-out.
      keepAliveTimeout: 0,
      headersTimeout: minutes,
      // A streamed response may take as long as the function, up to 15 minutes.
      requestTimeout: 16 * minutes,
      // Java's client offers HTTP/2 with every request: what is not taken up is a usual request. Node.js 22 does not know this.
      ...(onUpgrade !== undefined && {
        shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
      }),
    },
    listener,
  );
  limitConnections(server, limits.count, onUpgrade);
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

/**
 * Closes the connection that has been without a request for the longest time where there would be too many. Runtimes may leave theirs
 * open; a new one is refused only if all have requests.
 */
function limitConnections(
  server: Server,
  count: number,
  onUpgrade: UpgradeListener | undefined,
): void {
  let open = 0;
  /** In the order of their last requests. */
  const idle = new Set<Socket>();
  server.on('connection', (socket) => {
    if (open >= count) {
      const [oldest] = idle;
      if (oldest === undefined) {
        socket.destroy();
        return;
      }
      idle.delete(oldest);
      oldest.destroy();
    }
    open += 1;
    idle.add(socket);
    socket.on('close', () => {
      open -= 1;
      idle.delete(socket);
    });
  });
  if (onUpgrade !== undefined) {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      idle.delete(request.socket);
      onUpgrade(request, socket, head);
    });
  }
  server.on('request', ({ socket }, response) => {
    idle.delete(socket);
    response.on('close', () => {
      if (!socket.destroyed) idle.add(socket);
    });
  });
}

function rawRefusal({ status, errorType, errorMessage }: Refusal): string {
  const body = JSON.stringify({ errorMessage, errorType });
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  );
}
