import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

import { readHttpRequest } from '../http-front/http-request.ts';
import { checked, parsedJson, singleHeaders, statusCode } from '../http-front/proxy-result.ts';
import type { UpgradeListener } from '../../http/http-server.ts';
import type { LocalFunction } from '../local-function.ts';
import { hostsOf, selectFunction } from '../select-function.ts';
import { ServiceError } from '../service-error.ts';
import {
  type Connection,
  type ConnectionFacts,
  type Connections,
  newConnectionFacts,
} from './connections.ts';
import { maxMessageBytes } from './management-api.ts';
import {
  connectEvent,
  disconnectEvent,
  messageEvent,
  type WebSocketEvent,
} from './websocket-event.ts';

/** A message is an event at once, in whatever order the function takes them. A client with so many has to wait. */
const mostMessages = 50;

/** By the errors of the library: RFC 6455, section 7.4.1. */
const closeCodes: Readonly<Record<string, number>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
  WS_ERR_INVALID_UTF8: 1007,
};

const connectResult = z.object({ statusCode, headers: singleHeaders, body: z.string().nullish() });

/** The function has failed, which is told elsewhere. */
class FunctionFailed extends Error {}

export interface WebSocketFrontOptions {
  readonly functions: readonly LocalFunction[];
  /** Clients are in it while they are connected. */
  readonly connections: Connections;
  /** Learns why a client has got an error, unless that is an error of the function. */
  readonly onProblem: (message: string) => void;
  /** Closes all connections, without the functions. */
  readonly signal: AbortSignal;
}

/**
 * Serves WebSocket clients with the functions, as a WebSocket API of API Gateway does that has the routes $connect, $default and
 * $disconnect.
 */
export function createWebSocketFront({
  functions,
  connections,
  onProblem,
  signal,
}: WebSocketFrontOptions): UpgradeListener {
  /** What the function has chosen of the subprotocols that the client offers. */
  const subprotocols = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    // Without a choice, API Gateway gives none, and browsers then close the connection.
    handleProtocols: (_offered, request) => subprotocols.get(request) ?? false,
  });

  /** Throws a FunctionFailed or what `invoke` of the function throws. */
  async function invoke(
    fn: LocalFunction,
    source: string,
    traceId: string | undefined,
    { event }: WebSocketEvent,
  ): Promise<Buffer> {
    const { result } = await fn.invoke(Buffer.from(JSON.stringify(event)), {
      requestId: crypto.randomUUID(),
      source,
      ...(traceId !== undefined && { traceId }),
    });
    if (result.error !== undefined) throw new FunctionFailed(result.error.type);
    return result.body;
  }

  function tell(fn: LocalFunction, source: string, error: unknown): void {
    if (error instanceof FunctionFailed || error instanceof ServiceError) return;
    onProblem(`${fn.name}: ${source}: ${error instanceof Error ? error.message : String(error)}`);
  }

  async function connect(
    fn: LocalFunction,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> {
    const { host, sourceIp, userAgent, traceId, headers, query } = readHttpRequest(
      request,
      Buffer.alloc(0),
    );
    const facts = newConnectionFacts({ host, sourceIp, userAgent });
    const sent = connectEvent(facts, { headers, query }, fn.name);
    try {
      const body = await invoke(fn, '$connect', traceId, sent);
      const response = checked(connectResult, parsedJson(body));
      if (response.statusCode > 299) {
        refuse(socket, response.statusCode, response.body ?? '');
        return;
      }
      const chosen = Object.entries(response.headers ?? {}).find(
        ([name]) => name.toLowerCase() === 'sec-websocket-protocol',
      );
      if (chosen !== undefined) subprotocols.set(request, chosen[1]);
    } catch (error) {
      tell(fn, '$connect', error);
      refuse(socket, 502, internalError(facts, sent.requestId));
      return;
    }
    server.handleUpgrade(request, socket, head, (opened) => open(fn, facts, opened));
  }

  function open(fn: LocalFunction, facts: ConnectionFacts, socket: WebSocket): void {
    const connection: Connection = { ...facts, socket, lastActiveAt: Date.now() };
    connections.set(facts.id, connection);
    let running = 0;

    async function onMessage(message: Buffer, isBinary: boolean): Promise<void> {
      connection.lastActiveAt = Date.now();
      running += 1;
      if (running >= mostMessages) socket.pause();
      const sent = messageEvent(facts, message, isBinary, fn.name);
      try {
        // The response is not for the client: the API has no route responses.
        await invoke(fn, '$default', undefined, sent);
      } catch (error) {
        tell(fn, '$default', error);
        socket.send(internalError(facts, sent.requestId), () => {});
      } finally {
        running -= 1;
        socket.resume();
      }
    }

    socket.on('message', (data, isBinary) => void onMessage(data as Buffer, isBinary));
    let failedWith: number | undefined;
    // It closes the connection as well, and tells the client why, but not the listener below.
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      failedWith ??= closeCodes[code ?? ''];
    });
    socket.on('close', (closeCode, reason) => {
      const code = failedWith ?? closeCode;
      connections.delete(facts.id);
      if (signal.aborted) return;
      const sent = disconnectEvent(facts, code, reason.toString(), fn.name);
      invoke(fn, '$disconnect', undefined, sent).catch((error: unknown) =>
        tell(fn, '$disconnect', error),
      );
    });
  }

  signal.addEventListener('abort', () => {
    for (const { socket } of connections.values()) socket.close(1001, 'Going away');
  });
  return (request, socket, head) => {
    const fn = selectFunction(functions, request.headers.host ?? '');
    if (fn === undefined) {
      const urls = hostsOf(functions).map(({ host }) => `ws://${host}`);
      refuse(socket, 404, `Each function has a host of its own: ${urls.join(', ')}`);
    } else if (isHandshake(request)) {
      connect(fn, request, socket, head).catch((error: unknown) => {
        tell(fn, '$connect', error);
        socket.destroy();
      });
    } else {
      refuse(socket, 400, 'Expected a WebSocket handshake, version 13.');
    }
  };
}

/** The library checks it as well, but only after $connect. */
function isHandshake({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['sec-websocket-version'] === '13' &&
    /^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')
  );
}

function internalError({ id }: ConnectionFacts, requestId: string): string {
  return JSON.stringify({ message: 'Internal server error', connectionId: id, requestId });
}

function refuse(socket: Duplex, status: number, body: string): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\nConnection: close\r\n` +
      `Content-Type: ${body.startsWith('{') ? 'application/json' : 'text/plain'}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
