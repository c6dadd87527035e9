import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

import { expect, test } from 'vitest';

import { startTestApi } from './start-test-api.ts';

/** The status of Invoke, and whether the function was invoked. */
async function post(port: number, headers: Record<string, string>) {
  const path = '/2015-03-31/functions/echo/invocations';
  const sent = request({ port, path, method: 'POST', headers });
  sent.end('{}');
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  JSON.parse(await text(response));
  return { status: response.statusCode!, type: response.headers['x-amzn-errortype'] };
}

test.each([
  ['a client', {}],
  ['a client that says localhost', { host: 'localhost' }],
  ['a client by IPv4', { host: '127.0.0.1:9000' }],
  ['a client by IPv6', { host: '[::1]:9000' }],
  ['a name in capitals', { host: 'LOCALHOST:9000' }],
  ['the page of this server', { host: 'localhost:9000', origin: 'http://localhost:9000' }],
  ['a page of the same origin', { 'sec-fetch-site': 'same-origin' }],
  ['the address bar', { 'sec-fetch-site': 'none' }],
])('%s may invoke', async (_title, headers) => {
  await using api = await startTestApi({ echo: async (event) => ({ body: event }) });
  expect(await post(api.port, headers)).toMatchObject({ status: 200 });
});

test.each([
  ['DNS rebinding', { host: 'evil.example' }],
  ['DNS rebinding with a port', { host: 'evil.example:9000' }],
  ['a name that begins like ours', { host: 'localhost.evil.example' }],
  ['a name that ends like ours', { host: 'evil-localhost' }],
  ['a user in the name', { host: 'localhost@evil.example' }],
  ['a form of another site', { origin: 'https://evil.example' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['another port of this machine', { host: 'localhost:9000', origin: 'http://localhost:3000' }],
  ['a script of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a script of a neighbour', { 'sec-fetch-site': 'same-site' }],
])('%s may not', async (_title, headers) => {
  let count = 0;
  await using api = await startTestApi({
    echo: async () => {
      count += 1;
      return {};
    },
  });
  expect(await post(api.port, headers)).toStrictEqual({
    status: 403,
    type: 'AccessDeniedException',
  });
  expect(count).toBe(0);
});
