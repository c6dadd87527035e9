import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { type Dev, startDev } from './start-dev.ts';
import { startTable, type Table } from './start-table.ts';

let table: Table;
let dev: Dev;

beforeAll(async () => {
  table = await startTable();
  const flags = ['--env', `AWS_ENDPOINT_URL_DYNAMODB=${table.url}`, '--env', 'TABLE_NAME=chat'];
  dev = await startDev('python', ['--timeout', '60', ...flags], {
    event: 'http',
    functions: { old: 'rest', balanced: 'alb', chat: 'websocket' },
  });
});
afterAll(async () => {
  await dev[Symbol.asyncDispose]();
  await table[Symbol.asyncDispose]();
});

/** Sends a request to the function of this name. */
async function send(name: string, path: string, headers: Record<string, string> = {}) {
  const host = `${name}.localhost:${dev.port}`;
  const sent = request({ port: dev.port, path, headers: { host, ...headers } }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return {
    status: response.statusCode,
    cookies: response.headers['set-cookie']?.map((cookie) => cookie.replace(/;.*/, '')),
    body: await json(response),
  };
}

test('requests reach generated functions', async () => {
  const path = '/?name=J%C3%BCrgen&name=Grace+Hopper';
  const headers = { cookie: 'visits=41' };
  for (const name of [dev.name, 'old', 'balanced']) {
    const response = await send(name, path, headers);
    expect(response).toMatchObject({
      status: 200,
      body: { message: 'Hello, Jürgen and Grace Hopper!' },
    });
    expect(response.cookies).toHaveLength(2);
    expect(response.cookies).toContain('visits=42');
    expect(await send(name, '/favicon.ico')).toMatchObject({ status: 404 });
  }
});

test('the URLs are printed', () => {
  expect(dev.output()).toContain(`  ${dev.name}: http://${dev.name}.localhost:${dev.port}/\n`);
  expect(dev.output()).toContain(`  chat: ws://localhost:${dev.port}\n`);
});

test('a message reaches all clients, by a function that knows nothing of this machine', async () => {
  const clients = await Promise.all(
    ['Ada', 'Grace'].map(async () => {
      const client = new WebSocket(`ws://localhost:${dev.port}/`);
      await once(client, 'open');
      return client;
    }),
  );
  expect(table.connectionIds.size).toBe(2);
  const received = clients.map((client) => once(client, 'message'));
  clients[0]!.send('Grüße');
  for (const [data] of await Promise.all(received)) expect(String(data)).toBe('Grüße');
  for (const client of clients) client.close();
  await expect.poll(() => table.connectionIds.size, { timeout: 60_000 }).toBe(0);
});
