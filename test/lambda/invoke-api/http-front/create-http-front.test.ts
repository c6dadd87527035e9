import { once } from 'node:events';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { expect, test } from 'vitest';

import { functionUrl } from '../../../../lambda/invoke-api/http-front/function-url.ts';
import { httpApi } from '../../../../lambda/invoke-api/http-front/http-api.ts';
import { loadBalancer } from '../../../../lambda/invoke-api/http-front/load-balancer.ts';
import { restApi } from '../../../../lambda/invoke-api/http-front/rest-api.ts';
import type { Handler } from '../start-test-api.ts';
import { startTestFront } from './start-test-front.ts';

const prelude = 'application/vnd.awslambda.http-integration-response';

interface Echoed {
  readonly source: string;
  readonly event: {
    readonly rawPath: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly requestContext: { readonly domainName: string; readonly http: object };
  };
}

/** Responds with its event. */
const echo: Handler = async (event, { source }) =>
  responding({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source, event: JSON.parse(event.toString()) }),
  });

function responding(value: unknown) {
  return { body: Buffer.from(JSON.stringify(value)) };
}

async function send(port: number, options: RequestOptions = {}, body?: string | Buffer) {
  const sent = request({ port, path: '/', ...options });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return {
    status: response.statusCode,
    message: response.statusMessage,
    headers: response.headers,
    body: await text(response),
  };
}

/** Sends bytes, and returns all that comes back until the connection ends. */
async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

async function echoed(port: number, options: RequestOptions, body?: string): Promise<Echoed> {
  return JSON.parse((await send(port, options, body)).body) as Echoed;
}

test('a request is an event, and its result the response', async () => {
  await using front = await startTestFront({ orders: [functionUrl, echo] });
  const { source, event } = await echoed(
    front.port,
    {
      method: 'POST',
      path: '/a%20b?c=d',
      headers: { 'content-type': 'text/plain', 'user-agent': 'test' },
    },
    'hi',
  );
  expect(source).toBe('POST /a%20b');
  expect(event).toMatchObject({
    rawPath: '/a%20b',
    rawQueryString: 'c=d',
    body: 'hi',
    headers: {
      'content-length': '2',
      host: `localhost:${front.port}`,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': String(front.port),
      'x-forwarded-proto': 'http',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    },
    requestContext: {
      domainName: `localhost:${front.port}`,
      http: { method: 'POST', sourceIp: '127.0.0.1', userAgent: 'test' },
    },
  });
  expect(event.headers).not.toHaveProperty('connection');
});

test('headers of the connection are left out, and those of AWS replaced', async () => {
  await using front = await startTestFront({ orders: [functionUrl, echo] });
  const headers = {
    connection: 'close, x-mine',
    'x-mine': '1',
    te: 'trailers',
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-proto': 'https',
    'x-amzn-trace-id': 'Root=1-6b0a8c4c-3f1d2e5a7b9c8d6e4f0a1b2c',
  };
  const { event } = await echoed(front.port, { headers });
  expect(event.headers).toStrictEqual({
    host: `localhost:${front.port}`,
    'x-forwarded-for': '203.0.113.7, 127.0.0.1',
    'x-forwarded-port': String(front.port),
    'x-forwarded-proto': 'http',
    'x-amzn-trace-id': 'Root=1-6b0a8c4c-3f1d2e5a7b9c8d6e4f0a1b2c',
  });
});

test('a body in chunks has a length', async () => {
  await using front = await startTestFront({ orders: [functionUrl, echo] });
  const headers = { 'transfer-encoding': 'chunked', 'content-type': 'text/plain' };
  const { event } = await echoed(front.port, { method: 'PUT', headers }, 'hello');
  expect(event.body).toBe('hello');
  expect(event.headers['content-length']).toBe('5');
  expect(event.headers).not.toHaveProperty('transfer-encoding');
});

test('a client may wait for 100 Continue', async () => {
  await using front = await startTestFront({ orders: [functionUrl, echo] });
  const sent = request({
    port: front.port,
    method: 'POST',
    headers: { expect: '100-continue', 'content-type': 'text/plain', 'content-length': 2 },
  });
  sent.flushHeaders();
  await once(sent, 'continue');
  sent.end('hi');
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const { event } = JSON.parse(await text(response)) as Echoed;
  expect(event.body).toBe('hi');
  expect(event.headers).not.toHaveProperty('expect');
});

test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
  '%s reaches the function',
  async (method) => {
    await using front = await startTestFront({ orders: [functionUrl, echo] });
    const { event } = await echoed(front.port, { method });
    expect(event.requestContext.http).toMatchObject({ method });
  },
);

test('HEAD has the headers of a response, and no body', async () => {
  await using front = await startTestFront({ orders: [functionUrl, echo] });
  const { status, headers, body } = await send(front.port, { method: 'HEAD' });
  expect({ status, body }).toStrictEqual({ status: 200, body: '' });
  expect(Number(headers['content-length'])).toBeGreaterThan(100);
});

test('bytes that a target may not have are encoded, and so is a whole URL', async () => {
  await using front = await startTestFront({ orders: [functionUrl, echo] });
  const host = `Host: localhost:${front.port}\r\nConnection: close\r\n\r\n`;
  const bytes = await sendRaw(front.port, `GET /\xFC HTTP/1.1\r\n${host}`);
  expect(bytes).toMatch(/"rawPath\\?":\\?"\/%C3%BC\\?"|^HTTP\/1\.1 400 /);
  const whole = await sendRaw(front.port, `GET http://example.com/a HTTP/1.1\r\n${host}`);
  expect(whole).toContain('"rawPath":"/a"');
});

test('bytes and cookies come through', async () => {
  const bytes = Buffer.from([0, 255, 128, 10]);
  const handler: Handler = async () =>
    responding({
      statusCode: 200,
      headers: { 'content-type': 'image/png' },
      cookies: ['a=1; Path=/', 'b=2'],
      body: bytes.toString('base64'),
      isBase64Encoded: true,
    });
  await using front = await startTestFront({ orders: [functionUrl, handler] });
  const response = await fetch(`http://localhost:${front.port}/`);
  expect(Buffer.from(await response.arrayBuffer())).toStrictEqual(bytes);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(response.headers.getSetCookie()).toStrictEqual(['a=1; Path=/', 'b=2']);
});

test.each([204, 304])('a response with the status %i has no body', async (statusCode) => {
  const handler: Handler = async () => responding({ statusCode, body: 'none' });
  await using front = await startTestFront({ orders: [functionUrl, handler] });
  expect(await send(front.port)).toMatchObject({ status: statusCode, body: '' });
});

const failing: Handler = async () => {
  const payload = Buffer.from('{"errorType":"Error"}');
  return { body: payload, error: { type: 'Orders.NotFound', payload } };
};
const broken: Handler = async () => {
  throw new Error('It cannot be started.');
};

test.each([
  [functionUrl, 502, /^Internal Server Error$/],
  [httpApi, 500, /^\{"message":"Internal Server Error"\}$/],
  [restApi, 502, /^\{"message":"Internal server error"\}$/],
  [loadBalancer, 502, /<h1>502 Bad Gateway<\/h1>/],
] as const)('%o responds itself if the function cannot', async (kind, status, message) => {
  await using front = await startTestFront({
    failing: [kind, failing],
    broken: [kind, broken],
    malformed: [kind, async () => responding({ statusCode: 'ok' })],
  });
  for (const [name, reason] of [
    ['failing', /Orders\.NotFound/],
    ['broken', /cannot be started/],
    ['malformed', /expected a status/],
  ] as const) {
    const headers = { host: `${name}.localhost:${front.port}` };
    const response = await send(front.port, { path: '/x', headers });
    expect(response.status).toBe(status);
    expect(response.body).toMatch(message);
    expect(response.headers['x-dev-error']).toMatch(reason);
  }
  // An error of the function is in the journal anyway.
  expect(front.problems).toStrictEqual([
    expect.stringMatching(/^broken: GET \/x: It cannot be started\.$/),
    expect.stringMatching(/^malformed: GET \/x: Malformed response: statusCode: expected a status/),
  ]);
});

test.each([
  [functionUrl, 7 * 1024 * 1024],
  [functionUrl, 5 * 1024 * 1024],
  [restApi, 11 * 1024 * 1024],
  [loadBalancer, 2 * 1024 * 1024],
] as const)('%o refuses a body of %i bytes', async (kind, bytes) => {
  let count = 0;
  const handler: Handler = async () => {
    count += 1;
    return {};
  };
  await using front = await startTestFront({ orders: [kind, handler] });
  // In base64, 5 MB are more than an event may have.
  const headers = { 'content-type': 'application/octet-stream' };
  const { status } = await send(front.port, { method: 'POST', headers }, Buffer.alloc(bytes));
  expect(status).toBe(413);
  expect(count).toBe(0);
  expect(front.problems[0]).toMatch(/^orders: POST \/: Expected a(n event| body) of at most /);
});

test('a load balancer refuses a large response', async () => {
  const body = 'x'.repeat(1024 * 1024);
  const handler: Handler = async () => responding({ statusCode: 200, body });
  await using front = await startTestFront({ orders: [loadBalancer, handler] });
  expect((await send(front.port)).status).toBe(502);
});

test('each function has a host, if there are several', async () => {
  await using front = await startTestFront({
    orders: [functionUrl, async () => ({ body: Buffer.from('"orders"') })],
    'old-orders': [functionUrl, async () => ({ body: Buffer.from('"old"') })],
  });
  const { port } = front;
  async function bodyOf(host: string): Promise<string> {
    return (await send(port, { headers: { host } })).body;
  }
  expect(await bodyOf(`orders.localhost:${port}`)).toBe('"orders"');
  expect(await bodyOf('OLD-ORDERS.localhost')).toBe('"old"');
  expect(await send(port)).toMatchObject({
    status: 404,
    body: expect.stringContaining(`  http://old-orders.localhost:${port}/\n`),
  });
  expect((await send(port, { headers: { host: 'other.localhost' } })).status).toBe(403);
  expect((await send(port, { headers: { host: 'orders.example' } })).status).toBe(403);
});

test('a web page elsewhere may call a function, as on AWS', async () => {
  await using front = await startTestFront({ orders: [functionUrl, echo] });
  const headers = { origin: 'https://example.com', 'sec-fetch-site': 'cross-site' };
  const { event } = await echoed(front.port, { headers });
  expect(event.headers['origin']).toBe('https://example.com');
});

test('a stream comes as it is written', async () => {
  const received = Promise.withResolvers<void>();
  const handler: Handler = async (_event, { onChunk }) => {
    const head = { statusCode: 201, headers: { 'x-a': 'b' }, cookies: ['c=1', 'd=2'] };
    await onChunk!(Buffer.from(JSON.stringify(head).slice(0, 9)), prelude);
    await onChunk!(Buffer.from(`${JSON.stringify(head).slice(9)}\0\0\0`), prelude);
    await onChunk!(Buffer.from('\0\0\0\0\0first '), prelude);
    // The client has that before there is more.
    await received.promise;
    await onChunk!(Buffer.from('second'), prelude);
    return { isStreamed: true, contentType: prelude };
  };
  await using front = await startTestFront({ orders: [functionUrl, handler] });
  const response = await fetch(`http://localhost:${front.port}/`);
  expect(response.status).toBe(201);
  expect(response.headers.get('x-a')).toBe('b');
  expect(response.headers.getSetCookie()).toStrictEqual(['c=1', 'd=2']);
  const reader = response.body!.getReader();
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('first ');
  received.resolve();
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('second');
  expect((await reader.read()).done).toBe(true);
});

test('a stream without status has that of success, and its own type', async () => {
  const handler: Handler = async (_event, { onChunk }) => {
    await onChunk!(Buffer.from('a,b'), 'text/csv');
    return { isStreamed: true, contentType: 'text/csv' };
  };
  await using front = await startTestFront({ orders: [functionUrl, handler] });
  const { status, headers, body } = await send(front.port);
  expect({ status, type: headers['content-type'], body }).toStrictEqual({
    status: 200,
    type: 'text/csv',
    body: 'a,b',
  });
});

test('a stream that fails midway cuts the connection', async () => {
  const handler: Handler = async (_event, { onChunk }) => {
    await onChunk!(Buffer.from('first'), 'text/plain');
    return { isStreamed: true, error: { type: 'Orders.Lost', payload: Buffer.from('{}') } };
  };
  await using front = await startTestFront({ orders: [functionUrl, handler] });
  const response = await fetch(`http://localhost:${front.port}/`);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
});

test('a stream that begins with no status is refused, and read to its end', async () => {
  const written: string[] = [];
  const handler: Handler = async (_event, { onChunk }) => {
    for (const each of ['{"statusCode":1}\0\0\0\0\0\0\0\0', 'more']) {
      await onChunk!(Buffer.from(each), prelude);
      written.push(each);
    }
    return { isStreamed: true, contentType: prelude };
  };
  await using front = await startTestFront({ orders: [functionUrl, handler] });
  expect((await send(front.port)).status).toBe(502);
  expect(written).toHaveLength(2);
});

test.each([httpApi, loadBalancer])('%o takes no stream', async (kind) => {
  const handler: Handler = async () => ({ isStreamed: true, body: Buffer.from('first') });
  await using front = await startTestFront({ orders: [kind, handler] });
  expect((await send(front.port)).headers['x-dev-error']).toMatch(/found a stream/);
});

test('a client that goes does not stop the function', async () => {
  const gone = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const handler: Handler = async (_event, { onChunk }) => {
    await onChunk!(Buffer.alloc(1024), 'text/plain');
    await gone.promise;
    for (let index = 0; index < 100; index++) await onChunk!(Buffer.alloc(100_000), 'text/plain');
    ended.resolve();
    return { isStreamed: true };
  };
  await using front = await startTestFront({ orders: [functionUrl, handler] });
  const aborting = new AbortController();
  const response = await fetch(`http://localhost:${front.port}/`, { signal: aborting.signal });
  expect(response.status).toBe(200);
  aborting.abort();
  gone.resolve();
  await ended.promise;
});

test('API Gateway does not wait for the function for ever', async () => {
  const finish = Promise.withResolvers<void>();
  const handler: Handler = async () => {
    await finish.promise;
    return responding({ statusCode: 200 });
  };
  await using front = await startTestFront({
    orders: [{ ...restApi, timeoutMs: 10 }, handler],
  });
  expect(await send(front.port)).toMatchObject({
    status: 504,
    body: '{"message":"Endpoint request timed out"}',
  });
  finish.resolve();
});
