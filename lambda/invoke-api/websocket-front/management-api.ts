import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { decoded } from '../../http/decoded.ts';
import { readBody } from '../../http/read-body.ts';
import { createRoom } from '../../http/room.ts';
import { sendJson } from '../../http/send-json.ts';
import type { Connection, Connections } from './connections.ts';

/** Of a message (API Gateway guide, "Quotas for WebSocket APIs"). */
export const maxMessageBytes = 128 * 1024;

/** With or without a stage: a client that has its endpoint from an environment variable gives none. */
const path = /^(?:\/[^/?]+)?\/(?:@|%40)connections\/([^/?]+)$/i;

/**
 * PostToConnection, GetConnection and DeleteConnection (API Gateway Management API 2018-11-29). Signatures are not
 * checked: only functions reach it.
 */
export function createManagementApi(connections: Connections): RequestListener {
  const room = createRoom(16 * maxMessageBytes);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, encodedId] = path.exec(request.url!) ?? [];
    const id = encodedId === undefined ? undefined : decoded(encodedId);
    if (id === undefined) {
      request.resume();
      const found = `${request.method} ${request.url}`;
      sendError(response, 403, 'ForbiddenException', `Expected /@connections/ID, found ${found}.`);
      return;
    }
    // Before the response, also if there is no such connection: a client may write before it reads.
    const body = await readBody(request, maxMessageBytes, room);
    const connection = connections.get(id);
    if (connection === undefined) {
      sendError(response, 410, 'GoneException', 'Gone');
    } else if (request.method === 'POST') {
      await post(connection, body, response);
    } else if (request.method === 'GET') {
      sendJson(response, 200, JSON.stringify(describe(connection)));
    } else if (request.method === 'DELETE') {
      connection.socket.close(1000, 'Connection Closed Normally');
      response.writeHead(204).end();
    } else {
      const found = request.method!;
      sendError(
        response,
        405,
        'BadRequestException',
        `Expected POST, GET or DELETE, found ${found}.`,
      );
    }
  }

  return (request, response) => {
    serve(request, response).catch(() => response.destroy());
  };
}

async function post(
  { socket }: Connection,
  body: Awaited<ReturnType<typeof readBody>>,
  response: ServerResponse,
): Promise<void> {
  if (typeof body === 'string') {
    const message = `Message too long: expected at most ${maxMessageBytes} bytes.`;
    sendError(response, 413, 'PayloadTooLargeException', message);
    return;
  }
  const sent = Promise.withResolvers<Error | undefined>();
  socket.send(body, { binary: !isUtf8(body) }, (error) => sent.resolve(error ?? undefined));
  if ((await sent.promise) === undefined) response.writeHead(200, { 'Content-Length': '0' }).end();
  else sendError(response, 410, 'GoneException', 'Gone');
}

function describe({ connectedAt, lastActiveAt, sourceIp, userAgent }: Connection): object {
  return {
    connectedAt: new Date(connectedAt).toISOString(),
    identity: { sourceIp, userAgent },
    lastActiveAt: new Date(lastActiveAt).toISOString(),
  };
}

function sendError(response: ServerResponse, status: number, type: string, message: string): void {
  sendJson(response, status, JSON.stringify({ message }), { 'x-amzn-ErrorType': type });
}
