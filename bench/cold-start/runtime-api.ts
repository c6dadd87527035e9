import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The Runtime API for one function at a time, with a clock. */
export type RuntimeApi = {
  /** host:port, as in AWS_LAMBDA_RUNTIME_API. */
  address: string;
  /** When the function asks for its next event, in ns of CLOCK_MONOTONIC. */
  next(): Promise<bigint>;
  /** Gives the function that waits an event; what it answers, and after how long. */
  invoke(event: string): Promise<{ ms: number; body: string }>;
  /** Forgets the function: the next one to ask is another. */
  reset(): void;
  [Symbol.asyncDispose](): Promise<void>;
};

type Waiting = { response: ServerResponse; at: bigint };
type Answer = { body: string; at: bigint };

export const startRuntimeApi = async (): Promise<RuntimeApi> => {
  const nexts = queue<Waiting>();
  const answers = queue<Answer>();
  let invocations = 0;

  const server = createServer(async (request, response) => {
    const at = process.hrtime.bigint();
    if (request.method === 'GET' && request.url === '/2018-06-01/runtime/invocation/next') {
      nexts.push({ response, at });
      return;
    }
    const body = await text(request);
    const answeredAt = process.hrtime.bigint();
    send(response, 202, {}, '{"status":"OK"}');
    if (request.url?.endsWith('/response')) answers.push({ body, at: answeredAt });
    else answers.fail(unexpected(request, body));
  });
  // The function decides how long it keeps its connection.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    address: `127.0.0.1:${port}`,
    next: async () => (await nexts.first()).at,
    async invoke(event) {
      const { response } = await nexts.take();
      invocations += 1;
      const sentAt = process.hrtime.bigint();
      send(response, 200, eventHeaders(invocations), event);
      const { body, at } = await answers.take();
      return { ms: Number(at - sentAt) / 1e6, body };
    },
    reset() {
      server.closeAllConnections();
      nexts.clear();
      answers.clear();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** With its length, as Lambda sends it: Node.js by itself would send it in chunks. */
const send = (
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  json: string,
) => {
  const length = String(Buffer.byteLength(json));
  const type = { 'Content-Type': 'application/json', 'Content-Length': length };
  response.writeHead(status, { ...type, ...headers }).end(json);
};

const eventHeaders = (invocation: number) => ({
  'Lambda-Runtime-Aws-Request-Id': `8476a536-e9f4-11e8-9739-${String(invocation).padStart(12, '0')}`,
  'Lambda-Runtime-Deadline-Ms': String(Date.now() + 60_000),
  'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:us-east-1:123456789012:function:hello',
  'Lambda-Runtime-Trace-Id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
});

const unexpected = ({ method, url }: IncomingMessage, body: string) =>
  new Error(`Expected the function to answer, found ${method} ${url}: ${body.slice(0, 2000)}`);

/** What has come, or a promise of what is to come: one waits at a time. */
const queue = <Item>() => {
  let items: Item[] = [];
  let waiting = Promise.withResolvers<void>();
  const first = async () => {
    while (items.length === 0) await waiting.promise;
    return items[0]!;
  };
  return {
    push(item: Item) {
      items.push(item);
      waiting.resolve();
      waiting = Promise.withResolvers();
    },
    fail(error: Error) {
      waiting.reject(error);
      waiting = Promise.withResolvers();
    },
    first,
    async take() {
      const item = await first();
      items.shift();
      return item;
    },
    clear() {
      items = [];
    },
  };
};
