import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

import { readRequests, type Request } from './read-requests.ts';

/** The Runtime API for one function, with a clock. */
export interface RuntimeApi {
  /** host:port, as in AWS_LAMBDA_RUNTIME_API. */
  address: string;
  /** When the function asks for its next event, in ns of CLOCK_MONOTONIC. */
  next(): Promise<bigint>;
  /** Gives the function that waits an event; what it answers, and after how long. */
  invoke(event: Buffer): Promise<Invocation>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Invocation {
  ms: number;
  body: string;
}

interface Received {
  request: Request;
  socket: Socket;
}

const nextPath = '/2018-06-01/runtime/invocation/next';

/**
 * On node:net, because node:http takes two thirds of what an invocation takes in all, for every
 * function alike: half of the differences between functions would not be seen.
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const nexts = queue<Received>();
  const answers = queue<Received>();
  const sockets = new Set<Socket>();
  let invocations = 0;

  function receive(request: Request, socket: Socket) {
    if (request.method === 'GET' && request.path === nextPath) {
      nexts.push({ request, socket });
      return;
    }
    send(socket, '202 Accepted', '', Buffer.from('{"status":"OK"}'));
    if (request.path.endsWith('/response')) {
      answers.push({ request, socket });
      return;
    }
    const error = unexpected(request);
    nexts.fail(error);
    answers.fail(error);
  }

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    // The function may end at any time: whoever waits for it learns it from its end.
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    readRequests(socket, (request) => receive(request, socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    address: `127.0.0.1:${port}`,
    next: async () => (await nexts.first()).request.at,
    async invoke(event) {
      const { socket } = await nexts.take();
      invocations += 1;
      const headers = eventHeaders(invocations);
      const sentAt = process.hrtime.bigint();
      send(socket, '200 OK', headers, event);
      const { request } = await answers.take();
      return { ms: Number(request.at - sentAt) / 1e6, body: request.body.toString() };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function send(socket: Socket, status: string, headers: string, json: Buffer) {
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${json.length}`;
  // One write: two would be two packets, and two wake-ups of the function.
  socket.write(Buffer.concat([Buffer.from(`${head}\r\n${headers}\r\n`), json]));
}

function eventHeaders(invocation: number): string {
  return Object.entries({
    Date: new Date().toUTCString(),
    'Lambda-Runtime-Aws-Request-Id': `8476a536-e9f4-11e8-9739-${String(invocation).padStart(12, '0')}`,
    'Lambda-Runtime-Deadline-Ms': `${Date.now() + 60_000}`,
    'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:us-east-1:123456789012:function:hello',
    'Lambda-Runtime-Trace-Id':
      'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}

function unexpected({ method, path, body }: Request) {
  return new Error(
    `Expected a response from the function, found ${method} ${path}: ${body.toString('utf8', 0, 2000)}`,
  );
}

/** What has come, or a promise of what is to come: one waits at a time. */
function queue<Item>() {
  const items: Item[] = [];
  let failure: Error | undefined;
  let wake: () => void = () => {};
  async function first(): Promise<Item> {
    while (items.length === 0) {
      if (failure !== undefined) throw failure;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await promise;
    }
    return items[0]!;
  }
  return {
    push(item: Item) {
      items.push(item);
      wake();
    },
    fail(error: Error) {
      failure = error;
      wake();
    },
    first,
    async take() {
      const item = await first();
      items.shift();
      return item;
    },
  };
}
