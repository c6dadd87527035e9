import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { createAsynchronousInvocations } from '../../../../lambda/invoke-api/asynchronous-invocations.ts';
import { startInvokeApi } from '../../../../lambda/invoke-api/start-invoke-api.ts';
import type { Connections } from '../../../../lambda/invoke-api/websocket-front/connections.ts';
import { createManagementApi } from '../../../../lambda/invoke-api/websocket-front/management-api.ts';
import { createWebSocketFront } from '../../../../lambda/invoke-api/websocket-front/create-websocket-front.ts';
import { type Handler, localFunction } from '../start-test-api.ts';
import { sample } from '../sample.ts';

interface Event {
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly headers?: Record<string, string>;
  readonly requestContext: Record<string, unknown> & {
    readonly connectionId: string;
    readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  };
}

/** A WebSocket API in front of a function that is written in the test, and what the function posts messages with. */
async function startChat(handle: (event: Event) => unknown = () => undefined) {
  const problems: string[] = [];
  const events: Event[] = [];
  const seen = new Set<() => void>();
  const connections: Connections = new Map();
  const management = createServer(createManagementApi(connections)).listen(0, '127.0.0.1');
  await once(management, 'listening');
  const managementUrl = `http://127.0.0.1:${(management.address() as AddressInfo).port}`;
  function manage(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${managementUrl}${path}`, init);
  }
  const handler: Handler = async (bytes) => {
    const event = JSON.parse(bytes.toString()) as Event;
    events.push(event);
    for (const each of seen) each();
    const response = (await handle(event)) ?? { statusCode: 200 };
    return { body: Buffer.from(JSON.stringify(response)) };
  };
  const closing = new AbortController();
  const api = await startInvokeApi({
    functions: new Map(),
    asynchronous: createAsynchronousInvocations(),
    allowedHosts: ['chat.localhost'],
    onUpgrade: createWebSocketFront({
      functions: [localFunction('chat', handler)],
      connections,
      onProblem: (message) => problems.push(message),
      signal: closing.signal,
    }),
  });
  return {
    ...api,
    url: `ws://127.0.0.1:${api.port}/prod?room=1&room=2`,
    problems,
    events,
    manage,
    closing,
    /** Waits for an event of this type. */
    async event(type: string): Promise<Event> {
      for (;;) {
        const found = events.find(({ requestContext }) => requestContext.eventType === type);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => seen.add(resolve));
      }
    },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      management.close();
      management.closeAllConnections();
    },
  };
}

async function open(url: string, protocols: string[] = []): Promise<WebSocket> {
  const socket = new WebSocket(url, protocols);
  await once(socket, 'open');
  return socket;
}

async function messageOf(socket: WebSocket): Promise<{ data: string; isBinary: boolean }> {
  const [data, isBinary] = (await once(socket, 'message')) as [Buffer, boolean];
  return { data: data.toString(), isBinary };
}

/** The response to a handshake that is refused. */
async function refusal(url: string): Promise<number> {
  const socket = new WebSocket(url);
  socket.on('error', () => {});
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  socket.terminate();
  return response.statusCode!;
}

/** The keys of an event, at all depths. */
function keysOf(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => [
    `${prefix}${key}`,
    ...(/[hH]eaders$/.test(key) ? [] : keysOf(each, `${prefix}${key}.`)),
  ]);
}

test('a connection, a message and the end are events as in the samples', async () => {
  await using chat = await startChat();
  const socket = await open(chat.url);
  socket.send('Grüße');
  await chat.event('MESSAGE');
  socket.close(4000, 'bye');
  await chat.event('DISCONNECT');
  const [connected, message, disconnected] = chat.events as [Event, Event, Event];
  const parameters = ['multiValueQueryStringParameters', 'queryStringParameters'];
  const ofParameters = ['multiValueQueryStringParameters.room', 'queryStringParameters.room'];
  expect(keysOf(connected).toSorted()).toStrictEqual(
    [...keysOf(sample('websocket', 'connect')), ...parameters, ...ofParameters].toSorted(),
  );
  expect(keysOf(message).toSorted()).toStrictEqual(
    keysOf(sample('websocket', 'message')).toSorted(),
  );
  expect(keysOf(disconnected).toSorted()).toStrictEqual(
    keysOf(sample('websocket', 'disconnect')).toSorted(),
  );
  const { connectionId } = connected.requestContext;
  expect(connectionId).toMatch(/^[\w-]{15}=$/);
  expect(connected).toMatchObject({
    multiValueHeaders: { 'Sec-WebSocket-Version': ['13'] },
    queryStringParameters: { room: '2' },
    multiValueQueryStringParameters: { room: ['1', '2'] },
    requestContext: { routeKey: '$connect', stage: 'prod', domainName: `127.0.0.1:${chat.port}` },
  });
  expect(message).toMatchObject({
    body: 'Grüße',
    isBase64Encoded: false,
    requestContext: { routeKey: '$default', connectionId },
  });
  expect(disconnected.requestContext).toMatchObject({
    connectionId,
    disconnectStatusCode: 4000,
    disconnectReason: 'bye',
  });
});

test('bytes are in base64', async () => {
  await using chat = await startChat();
  const socket = await open(chat.url);
  socket.send(Buffer.from([0, 255]));
  expect(await chat.event('MESSAGE')).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  socket.terminate();
});

test.each([
  ['a status', { statusCode: 401 }, 401],
  ['no status', { message: 'hi' }, 502],
  ['no object', 1, 502],
] as const)(
  'a function that responds to $connect with %s refuses',
  async (_title, response, status) => {
    await using chat = await startChat(() => response);
    expect(await refusal(chat.url)).toBe(status);
    expect(chat.problems).toHaveLength(status === 401 ? 0 : 1);
    expect(chat.events).toHaveLength(1);
  },
);

test('the function chooses the subprotocol', async () => {
  await using chat = await startChat(() => ({
    statusCode: 200,
    headers: { 'Sec-WebSocket-Protocol': 'two' },
  }));
  const socket = await open(chat.url, ['one', 'two']);
  expect(socket.protocol).toBe('two');
  socket.terminate();
});

test('what is no handshake is refused without the function', async () => {
  await using chat = await startChat();
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '12' };
  const sent = request({ port: chat.port, headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(400);
  response.resume();
  expect(chat.events).toStrictEqual([]);
  const foreign = new WebSocket(chat.url, { headers: { host: 'evil.example' } });
  await once(foreign, 'error');
  expect(chat.events).toStrictEqual([]);
});

test('a message that the function fails for has an error', async () => {
  await using chat = await startChat(({ requestContext: { eventType } }) => {
    if (eventType === 'MESSAGE') throw new Error('no');
  });
  const socket = await open(chat.url);
  socket.send('hi');
  const { data } = await messageOf(socket);
  expect(JSON.parse(data)).toStrictEqual({
    message: 'Internal server error',
    connectionId: chat.events[0]!.requestContext.connectionId,
    requestId: chat.events[1]!.requestContext['requestId'],
  });
  socket.terminate();
});

test('a message that is too long closes the connection', async () => {
  await using chat = await startChat();
  const socket = await open(chat.url);
  socket.send('x'.repeat(128 * 1024 + 1));
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(1009);
  expect((await chat.event('DISCONNECT')).requestContext['disconnectStatusCode']).toBe(1009);
});

test('messages of many clients each reach the function once', async () => {
  await using chat = await startChat();
  const sockets = await Promise.all(Array.from({ length: 10 }, () => open(chat.url)));
  const sent = sockets.flatMap((socket, of) =>
    Array.from({ length: 100 }, (_, index) => {
      socket.send(`${of}-${index}`);
      return `${of}-${index}`;
    }),
  );
  function received(): string[] {
    return chat.events.map(({ body }) => body).filter((body) => body !== undefined);
  }
  await expect.poll(() => received().length, { timeout: 60_000 }).toBe(sent.length);
  expect(received().toSorted()).toStrictEqual(sent.toSorted());
  for (const socket of sockets) socket.terminate();
});

test.each(['/prod/@connections/', '/@connections/', '/prod/%40connections/'])(
  'a message is posted to %s',
  async (path) => {
    await using chat = await startChat();
    const socket = await open(chat.url);
    const { connectionId } = chat.events[0]!.requestContext;
    const url = `${path}${encodeURIComponent(connectionId)}`;
    const text = messageOf(socket);
    expect((await chat.manage(url, { method: 'POST', body: 'Grüße' })).status).toBe(200);
    expect(await text).toStrictEqual({ data: 'Grüße', isBinary: false });
    const bytes = messageOf(socket);
    await chat.manage(url, { method: 'POST', body: Buffer.from([255]) });
    expect((await bytes).isBinary).toBe(true);
    const facts = await chat.manage(url);
    expect(await facts.json()).toMatchObject({ identity: { sourceIp: '127.0.0.1' } });
    const tooLong = await chat.manage(url, { method: 'POST', body: 'x'.repeat(128 * 1024 + 1) });
    expect(tooLong.status).toBe(413);
    expect(tooLong.headers.get('x-amzn-errortype')).toBe('PayloadTooLargeException');
    const closed = once(socket, 'close');
    expect((await chat.manage(url, { method: 'DELETE' })).status).toBe(204);
    await closed;
    await chat.event('DISCONNECT');
    const gone = await chat.manage(url, { method: 'POST', body: 'hi' });
    expect(gone.status).toBe(410);
    expect(gone.headers.get('x-amzn-errortype')).toBe('GoneException');
  },
);

test('no other path is served', async () => {
  await using chat = await startChat();
  expect((await chat.manage('/prod/connections/a')).status).toBe(403);
  expect((await chat.manage('/@connections/%FF')).status).toBe(403);
});

test('the end of the server ends the connections, without the function', async () => {
  await using chat = await startChat();
  const socket = await open(chat.url);
  chat.closing.abort();
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(1001);
  expect(chat.events).toHaveLength(1);
});

test('a client that offers another protocol is served as usual', async () => {
  await using chat = await startChat();
  // As Java's HTTP client does with every request.
  const headers = {
    connection: 'Upgrade, HTTP2-Settings',
    upgrade: 'h2c',
    'http2-settings': 'AAM',
  };
  const sent = request({ port: chat.port, path: '/2015-03-31/functions', headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  response.resume();
});
