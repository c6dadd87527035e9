import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request with its whole body. */
export interface ProxyRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ProxyResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Proxy extends AsyncDisposable {
  /** It listens on 127.0.0.1. */
  readonly port: number;
}

/** Starts an HTTP server that answers each request with what `answer` gives. */
export async function startProxy(
  answer: (request: ProxyRequest) => Promise<ProxyResponse>,
): Promise<Proxy> {
  const server = createServer((incoming, outgoing) => {
    void respond(incoming, outgoing);
  });

  async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { status, headers, body } = await read(incoming)
      .then(answer)
      .catch((error: unknown) => textResponse(500, String(error)));
    const { 'transfer-encoding': _, ...others } = headers;
    // The length of the response to HEAD is that of what GET would give.
    const length = incoming.method === 'HEAD' ? headers['content-length'] : body.length;
    outgoing.writeHead(status, { ...others, 'content-length': length });
    outgoing.end(body);
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

export function textResponse(status: number, text: string): ProxyResponse {
  return { status, headers: {}, body: Buffer.from(text) };
}

/** Sends a request on to a server on this machine. */
export async function forward(
  { method, path, headers, body }: ProxyRequest,
  port: number,
): Promise<ProxyResponse> {
  return new Promise((resolve, reject) => {
    const { 'transfer-encoding': _, expect: _expect, ...others } = headers;
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: { ...others, 'content-length': body.length },
      },
      (response) => {
        buffer(response).then(
          (received) =>
            resolve({ status: response.statusCode!, headers: response.headers, body: received }),
          reject,
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function read(incoming: IncomingMessage): Promise<ProxyRequest> {
  const { method = 'GET', url = '/', headers } = incoming;
  return { method, path: url, headers, body: await buffer(incoming) };
}
