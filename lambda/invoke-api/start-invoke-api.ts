import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import { createHttpServer, type UpgradeListener } from '../http/http-server.ts';
import { createRoom } from '../http/room.ts';
import type { AsynchronousInvocations } from './asynchronous-invocations.ts';
import { refuseForeignHost, refuseForeignPage } from './foreign-requests.ts';
import { maxBodyBytes, maxConnections, maxHeaderBytes } from './limits.ts';
import type { LocalFunction } from './local-function.ts';
import { route } from './router.ts';
import { ServiceError } from './service-error.ts';

export interface InvokeApiOptions {
  functions: ReadonlyMap<string, LocalFunction>;
  asynchronous: AsynchronousInvocations;
  /** Default: any free port. */
  port?: number;
  /** Where to listen. Default: this machine only, 127.0.0.1 and ::1. */
  hosts?: readonly string[];
  /** Names besides localhost that a Host header may have. */
  allowedHosts?: readonly string[];
  /** Serves what is not for the Invoke API, on the same port: the requests with another path. */
  others?: RequestListener;
  /** Serves WebSocket clients. Without it, they are served as if they had not asked for that protocol. */
  onUpgrade?: UpgradeListener;
  /** Receives the reason of a ServiceException. The caller of the API gets its message, too. */
  onError?: (error: unknown) => void;
}

/** The Invoke API of Lambda for functions on this machine, as the AWS SDKs and the AWS CLI use it. */
export interface InvokeApi {
  port: number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** All operations of Lambda's API begin with the date of a version of it. */
const ofInvokeApi = /^\/\d{4}-\d{2}-\d{2}\//;

/** Rejects with the error of node:net, such as EADDRINUSE, if it cannot listen. */
export async function startInvokeApi({
  functions,
  asynchronous,
  port = 0,
  hosts = ['127.0.0.1', '::1'],
  allowedHosts = [],
  others,
  onUpgrade,
  onError = () => {},
}: InvokeApiOptions): Promise<InvokeApi> {
  const room = createRoom(maxBodyBytes);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Readers of the body see 'close'.
    request.on('error', () => {});
    response.on('error', () => {});
    const requestId = randomUUID();
    const [path, query = ''] = splitOnce(request.url!, '?');
    const call = {
      request,
      response,
      requestId,
      query: new URLSearchParams(query),
      functions,
      asynchronous,
      room,
    };
    try {
      refuseForeignHost(request, allowedHosts);
      if (others !== undefined && !ofInvokeApi.test(path)) {
        others(request, response);
        return;
      }
      refuseForeignPage(request);
      await route(call, path);
    } catch (error) {
      if (!(error instanceof ServiceError)) onError(error);
      // The status is out: only the connection can say that there is no more to come.
      if (response.headersSent) response.destroy();
      else asServiceError(error).send(response, { 'x-amzn-RequestId': requestId });
    }
  }

  function upgradeWith(listener: UpgradeListener): UpgradeListener {
    return (request, socket, head) => {
      socket.on('error', () => {});
      upgraded.add(socket);
      socket.on('close', () => upgraded.delete(socket));
      try {
        refuseForeignHost(request, allowedHosts);
        listener(request, socket, head);
      } catch {
        socket.destroy();
      }
    };
  }

  const servers: Server[] = [];
  /** The servers no longer know of their connections. */
  const upgraded = new Set<Duplex>();
  async function listen(host: string, atPort: number): Promise<number> {
    const limits = { count: maxConnections, headerBytes: maxHeaderBytes };
    const server = createHttpServer(
      limits,
      (request, response) => void serve(request, response),
      onUpgrade === undefined ? undefined : upgradeWith(onUpgrade),
    );
    server.listen(atPort, host);
    await once(server, 'listening');
    servers.push(server);
    return (server.address() as AddressInfo).port;
  }
  async function close(): Promise<void> {
    for (const socket of upgraded) socket.destroy();
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
    await Promise.all(servers.map((server) => once(server, 'close')));
  }

  const [first, ...more] = hosts;
  const actualPort = await listen(first!, port);
  try {
    for (const host of more) await listenIfThere(() => listen(host, actualPort));
  } catch (error) {
    await close();
    throw error;
  }
  return { port: actualPort, [Symbol.asyncDispose]: close };
}

/** Many containers and some machines have no IPv6. */
async function listenIfThere(listen: () => Promise<unknown>): Promise<void> {
  try {
    await listen();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRNOTAVAIL' && code !== 'EAFNOSUPPORT') throw error;
  }
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ServiceError('ServiceException', message, { cause: error });
}

function splitOnce(text: string, at: string): [string, string?] {
  const index = text.indexOf(at);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
