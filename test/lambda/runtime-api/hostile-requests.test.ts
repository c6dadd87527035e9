import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';

import { expect, test } from 'vitest';

import { startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
import { pick, seededRandom } from '../random.ts';
import { runtimeClient, runtimePath } from './runtime-client.ts';

/** Everything that comes back for some bytes, until the server ends the connection, or nothing comes any more. */
async function sendRaw(address: string, bytes: Buffer | string, quietMs?: number): Promise<string> {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  let received = '';
  socket.on('data', (data) => (received += data.toString('latin1')));
  socket.on('error', () => {});
  if (quietMs !== undefined) socket.setTimeout(quietMs, () => socket.destroy());
  socket.write(bytes);
  await once(socket, 'close');
  return received;
}

async function works(address: string, invoke: () => Promise<unknown>): Promise<void> {
  using runtime = runtimeClient(address);
  const result = invoke();
  const { id } = await runtime.next();
  expect(await runtime.respond(id, '"ok"')).toMatchObject({ status: 202 });
  await result;
}

test.each([
  ['no HTTP', 'hello\r\n\r\n', 'MalformedHTTPRequest'],
  ['a header without a name', 'GET / HTTP/1.1\r\n: x\r\n\r\n', 'MalformedHTTPRequest'],
  [
    'two lengths',
    `POST ${runtimePath}/init/error HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
    'MalformedHTTPRequest',
  ],
  [
    'a bad chunk',
    `POST ${runtimePath}/none HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    'UnknownPath',
  ],
  [
    'endless headers',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(3 * 1024 * 1024)}`,
    'HeadersTooLarge',
  ],
])('%s gets a JSON response, and the next request is served', async (_, bytes, errorType) => {
  await using api = await startRuntimeApi();
  expect(await sendRaw(api.address, bytes)).toContain(`"errorType":"${errorType}"`);
  await works(api.address, () => api.invoke('{}'));
});

test('connections that a runtime leaves open make room for new ones', async () => {
  await using api = await startRuntimeApi();
  const [host, port] = api.address.split(':');
  const left = [];
  for (let at = 0; at < 200; at += 1) {
    const socket = connect(Number(port), host);
    await once(socket, 'connect');
    left.push(socket);
  }
  await works(api.address, () => api.invoke('{}'));
  for (const socket of left) socket.destroy();
});

test('a body that does not end is given up', async () => {
  await using api = await startRuntimeApi({ timeoutMs: 60_000 });
  using runtime = runtimeClient(api.address);
  const result = api.invoke('{}');
  const { id } = await runtime.next();
  const { body, answered } = runtime.open(`/invocation/${id}/response`, {});
  const mebibyte = Buffer.alloc(1024 * 1024);
  const endless = Readable.from(
    (function* () {
      for (;;) yield mebibyte;
    })(),
  );
  endless.pipe(body);
  expect(await answered).toMatchObject({ status: 413 });
  endless.destroy();
  expect(await result).toMatchObject({ error: { type: 'Function.ResponseSizeTooLarge' } });
  await works(api.address, () => api.invoke('{}'));
});

const paths = [
  `${runtimePath}/invocation/next`,
  `${runtimePath}/invocation/next/`,
  `${runtimePath}/invocation/one/response`,
  `${runtimePath}/invocation/%6Fne/error?x=%zz`,
  `${runtimePath}/invocation/%zz/response`,
  `${runtimePath}/invocation/${'x'.repeat(10_000)}/error`,
  `${runtimePath}/init/error`,
  '/2020-01-01/extension/register',
  '/2020-01-01/extension/event/next',
  '/2020-01-01/extension/init/error',
  '/2020-01-01/extension/exit/error',
  '/__proto__',
  'toString',
  '*',
];
const bodies = ['', 'x', '{}', 'null', '[]', '{"events":1}', '{"events":["INVOKE"]}', '\ud800'];
const headerValues: Record<string, readonly string[]> = {
  'Lambda-Runtime-Function-Response-Mode': ['streaming', 'buffered', ''],
  'Lambda-Runtime-Function-Error-Type': ['Function.Oops', 'Function.', '\u00ff', ''],
  'Lambda-Runtime-Function-XRay-Error-Cause': ['{', 'x'.repeat(100_000)],
  'Lambda-Runtime-Invocation-Id': ['stale', ''],
  'Lambda-Extension-Name': ['mine', 'toString', ''],
  'Lambda-Extension-Identifier': ['x', randomUUID(), ''],
  'Lambda-Extension-Function-Error-Type': ['Extension.Oops', ''],
  'Content-Type': ['text/plain', '', '\u00ff'],
  Expect: ['100-continue', 'other'],
};

test.each(Array.from({ length: 8 }, (_, seed) => [seed]))(
  'each HTTP request gets a response, with the messages of Lambda when it is refused; seed %i',
  async (seed) => {
    const random = seededRandom(seed);
    await using api = await startRuntimeApi({ timeoutMs: 10 * 60_000 });
    using runtime = runtimeClient(api.address);
    const waiting = api.invoke('{}', { requestId: 'one' }).catch(() => {});
    await runtime.next();
    for (let time = 0; time < 200; time += 1) {
      const names = Object.keys(headerValues).filter(() => random() < 0.4);
      const headers = Object.fromEntries(
        names.map((name) => [name, pick(random, headerValues[name]!)]),
      );
      const method = pick(random, ['GET', 'POST', 'POST', 'POST', 'PUT']);
      const path = pick(random, paths);
      // A call that waits for an event completes when there is one.
      const isWaiting = method === 'GET' && path.endsWith('next') && api.state() !== 'Running';
      if (isWaiting) continue;
      const answer = await runtime.call(method, path, pick(random, bodies), headers);
      expect(answer.status, `${method} ${path}`).toBeLessThan(500);
      if (answer.status < 400 || answer.body === '') continue;
      expect(JSON.parse(answer.body)).toEqual({
        errorType: expect.stringMatching(/^[A-Za-z.]+$/),
        errorMessage: expect.stringMatching(/./),
      });
    }
    await runtime.respond('one');
    await waiting;
    api.runtimeExited();
    await works(api.address, () => api.invoke('{}'));
  },
);

const pieces = [
  'GET ',
  'POST ',
  `${runtimePath}/invocation/next`,
  `${runtimePath}/invocation/one/response`,
  `${runtimePath}/invocation/one/error`,
  `${runtimePath}/init/error`,
  '/2020-01-01/extension/register',
  '%00%ff',
  '?',
  ' HTTP/1.1\r\n',
  'Host: x\r\n',
  'Content-Length: 5\r\n',
  'Content-Length: -1\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Lambda-Runtime-Function-Response-Mode: streaming\r\n',
  'Trailer: x\r\n',
  'Expect: 100-continue\r\n',
  'Connection: Upgrade\r\nUpgrade: x\r\n',
  '\r\n',
  '5\r\nhello\r\n',
  '0\r\n\r\n',
  'hello',
  '\0\u00ff\n',
];

test.each(Array.from({ length: 8 }, (_, seed) => [seed]))(
  'requests put together at random, seed %i, leave it working',
  async (seed) => {
    const random = seededRandom(seed);
    await using api = await startRuntimeApi();
    const requests = Array.from({ length: 100 }, () =>
      Array.from({ length: 2 + Math.floor(random() * 12) }, () => pick(random, pieces)).join(''),
    );
    await Promise.all(
      requests.map((bytes) => sendRaw(api.address, Buffer.from(bytes, 'latin1'), 200)),
    );
    // Some may have reported that the init failed.
    api.runtimeExited();
    await works(api.address, () => api.invoke('{}'));
  },
);
