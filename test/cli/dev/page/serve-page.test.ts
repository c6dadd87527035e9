import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { JournalEntry } from '../../../../cli/dev/journal.ts';
import { createStreamParser, type StreamMessage } from '../../../../page/server-sent-events.ts';
import { readTree, temporaryDirectory } from '../../../helpers/temporary-directory.ts';
import {
  createTestProject,
  startTestPage,
  type TestPage,
  type TestProject,
} from './start-test-page.ts';

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
}, 120_000);
afterAll(() => project[Symbol.dispose]());

function start(handlers = {}): Promise<TestPage> {
  return startTestPage(project.directory, { 'orders-api': (event: unknown) => event, ...handlers });
}

/** By a path below that of the page, with the token unless the headers have another one. */
async function ask(
  { port, token }: TestPage,
  method: string,
  below: string,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
) {
  const options: RequestOptions = {
    port,
    method,
    path: `/_lambda-container/${below}`,
    headers: { authorization: `Bearer ${token}`, ...headers },
  };
  const sent = request(options);
  if (method === 'GET') sent.end();
  else sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return {
    status: response.statusCode!,
    headers: response.headers,
    body: await text(response),
  };
}

/** Follows the stream until the message that ends it. */
async function follow(
  { port, token }: TestPage,
  headers: Record<string, string>,
  isLast: (message: StreamMessage) => boolean,
): Promise<StreamMessage[]> {
  const sent = request({
    port,
    path: '/_lambda-container/api/stream',
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect(response.headers['content-type']).toBe('text/event-stream');
  const messages: StreamMessage[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const parse = createStreamParser((message) => {
    messages.push(message);
    if (isLast(message)) resolve();
  });
  response.setEncoding('utf8').on('data', parse);
  await promise;
  sent.destroy();
  return messages;
}

function entryOf({ data }: StreamMessage): JournalEntry {
  return JSON.parse(data) as JournalEntry;
}

test('the page has no token, may load only what is its own, and may not be framed', async () => {
  await using server = await start();
  const page = await ask(server, 'GET', '', { headers: { authorization: '' } });
  expect(page).toMatchObject({ status: 200 });
  expect(page.body).not.toContain(server.token);
  const policy = page.headers['content-security-policy']!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  expect(page.headers['access-control-allow-origin']).toBeUndefined();
  // All that it names is there.
  for (const [, file] of page.body.matchAll(/(?:href|src)="([^"]+)"/g)) {
    expect([file, (await ask(server, 'GET', file!)).status]).toStrictEqual([file, 200]);
  }
});

test.each([
  ['no file', 'nothing.js'],
  ['a source', 'main.ts'],
  ['a file of the project', '../Dockerfile'],
  ['a file of the package', '..%2f..%2fpackage.json'],
  ['an unknown operation', 'api/settings'],
  ['a broken name', 'api/events/%ff'],
])('%s is not served', async (_title, file) => {
  await using server = await start();
  expect((await ask(server, 'GET', file)).status).toBe(404);
});

test('what is neither the page nor the Invoke API is not found, and / leads to the page', async () => {
  await using server = await start();
  const root = await fetch(server.origin, { redirect: 'manual' });
  expect([root.status, root.headers.get('location')]).toStrictEqual([302, '/_lambda-container/']);
  const other = await fetch(`${server.origin}/orders`);
  expect([other.status, await other.text()]).toStrictEqual([
    404,
    expect.stringContaining('no function for HTTP'),
  ]);
});

const operations = [
  ['GET', 'api/stream'],
  ['GET', 'api/events/orders-api'],
  ['GET', 'api/events/orders-api/hello'],
  ['GET', 'api/failed'],
  ['PUT', 'api/events/orders-api/hostile'],
  ['POST', 'api/invocations/orders-api'],
] as const;

test.each([
  ['without a token', { authorization: '' }, 401],
  ['with another token', { authorization: `Bearer ${'x'.repeat(32)}` }, 401],
  ['by DNS rebinding', { host: 'evil.example' }, 403],
  ['of a form elsewhere', { origin: 'https://evil.example' }, 403],
  ['of a script elsewhere', { 'sec-fetch-site': 'cross-site' }, 403],
  ['of a page on another port', { host: 'localhost:9000', origin: 'http://localhost:3000' }, 403],
])('a request %s is refused', async (_title, headers, status) => {
  let count = 0;
  await using server = await start({ 'orders-api': () => (count += 1) });
  for (const [method, operation] of operations) {
    const refused = await ask(server, method, operation, { headers, body: '{}' });
    expect([operation, refused.status]).toStrictEqual([operation, status]);
    expect(JSON.parse(refused.body)).toHaveProperty('message');
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
  }
  expect(count).toBe(0);
  expect(existsSync(path.join(project.directory, 'events/orders-api/hostile.json'))).toBe(false);
  expect(server.errors).toStrictEqual([]);
});

test('the stream has what was before, what comes, and goes on after the last that a page has had', async () => {
  await using server = await start();
  const { journal } = server;
  journal.record({ type: 'problem', message: 'one' });
  const first = await follow(server, {}, ({ data }) => data.includes('"one"'));
  expect(first[0]).toMatchObject({ type: 'hello' });
  expect(JSON.parse(first[0]!.data)).toMatchObject({
    project: 'orders-api',
    functions: [
      { name: 'orders-api', event: 'direct', handler: 'app.handler', memoryMb: 128 },
      { name: 'refunds', event: 'sqs' },
    ],
  });
  expect(first.slice(1).map((each) => entryOf(each).type)).toStrictEqual(['ready', 'problem']);

  const next = follow(server, { 'last-event-id': first.at(-1)!.id }, ({ data }) =>
    data.includes('"two"'),
  );
  journal.record({ type: 'problem', message: 'two' });
  const [hello, ...rest] = await next;
  expect(hello!.data.slice(0, 40)).toBe(first[0]!.data.slice(0, 40));
  expect(rest.map((each) => entryOf(each).sequence)).toStrictEqual([3]);
});

test('after a restart, the stream begins again, and the page still has its token', async () => {
  const before = await start();
  const [hello, ready] = await follow(before, {}, ({ data }) => data.includes('"ready"'));
  await before[Symbol.asyncDispose]();
  await using after = await start();
  expect(after.token).toBe(before.token);
  const headers = { 'last-event-id': ready!.id };
  const again = await follow(after, headers, ({ data }) => data.includes('"ready"'));
  expect(again.map(({ type }) => type)).toStrictEqual(['hello', 'message']);
  expect(again[0]!.data).not.toBe(hello!.data);
});

test('a page that reads slowly gets everything, and nothing piles up for it', async () => {
  await using server = await start();
  const sent = request({
    port: server.port,
    path: '/_lambda-container/api/stream',
    headers: { authorization: `Bearer ${server.token}` },
  });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const line = 'x'.repeat(10_000);
  const before = process.memoryUsage().heapUsed;
  // It reads nothing meanwhile: 12 MB are more than sockets hold.
  for (let count = 0; count < 1200; count++) {
    server.journal.record({ type: 'log', function: 'refunds', environment: 1, text: line });
  }
  // The journal has the same string 1,200 times.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(6_000_000);
  const sequences: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const parse = createStreamParser((message) => {
    if (message.type !== 'hello') sequences.push(entryOf(message).sequence);
    if (sequences.length === 1201) resolve();
  });
  response.setEncoding('utf8').on('data', parse);
  await promise;
  sent.destroy();
  expect(sequences).toStrictEqual(Array.from({ length: 1201 }, (_, index) => index + 1));
});

test('an invocation is accepted at once, and ends in the journal', async () => {
  await using server = await start();
  const accepted = await ask(server, 'POST', 'api/invocations/orders-api', {
    body: '{"name":"Ada"}',
  });
  expect(accepted.status).toBe(202);
  const { requestId } = JSON.parse(accepted.body) as { requestId: string };
  const messages = await follow(server, {}, ({ data }) => data.includes('invocation-ended'));
  expect(entryOf(messages.at(-1)!)).toMatchObject({
    requestId,
    response: { text: '{"name":"Ada"}' },
  });
});

test.each([
  ['no JSON', 'POST', 'api/invocations/orders-api', '{', 400],
  ['an unknown function', 'POST', 'api/invocations/other', '{}', 404],
  ['an event that is too large', 'POST', 'api/invocations/orders-api?type=Event', '1_048_577', 413],
  ['no JSON to save', 'PUT', 'api/events/orders-api/x', 'x', 400],
  ['a directory of no function', 'PUT', 'api/events/other/x', '{}', 404],
  ['a way out of the project', 'PUT', 'api/events/..%2f../x', '{}', 404],
  ['a way out of the directory', 'PUT', 'api/events/orders-api/..%2fx', '{}', 400],
  ['a hidden file', 'PUT', 'api/events/orders-api/.x', '{}', 400],
  ['the expected response of another', 'PUT', 'api/events/orders-api/x.expected', '{}', 400],
  ['a name with a NUL', 'PUT', 'api/events/orders-api/x%00', '{}', 400],
  ['a long name', 'PUT', `api/events/orders-api/${'x'.repeat(65)}`, '{}', 400],
  ['an event that is not there', 'GET', 'api/events/orders-api/missing', '', 404],
  ['a sample that is not there', 'GET', 'api/samples/orders-api/missing', '', 404],
  ['a failed event that is not there', 'POST', 'api/failed/1/send', '', 404],
])('%s is refused', async (_title, method, operation, given, status) => {
  await using server = await start();
  const before = readTree(project.directory);
  const body = given === '1_048_577' ? `"${'x'.repeat(1_048_575)}"` : given;
  const refused = await ask(server, method, operation, { body });
  expect(refused).toMatchObject({ status, body: expect.stringContaining('"message"') });
  expect(readTree(project.directory)).toStrictEqual(before);
  expect(server.errors).toStrictEqual([]);
});

test('an event is saved, listed and read, and replaced only on request', async () => {
  await using server = await start();
  const name = 'api/events/orders-api/saved';
  const file = path.join(project.directory, 'events/orders-api/saved.json');
  const ifNew = { headers: { 'if-none-match': '*' } };
  expect((await ask(server, 'PUT', name, { body: '{"a":1}', ...ifNew })).status).toBe(200);
  expect((await ask(server, 'PUT', name, { body: '{"a":2}', ...ifNew })).status).toBe(409);
  expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n');
  expect((await ask(server, 'PUT', name, { body: '{"a":3}' })).status).toBe(200);
  expect((await ask(server, 'GET', name)).body).toBe('{"a":3}\n');
  expect((await ask(server, 'PUT', `${name}/expected`, { body: '{"b":1}' })).status).toBe(200);
  expect(readFileSync(file.replace('.json', '.expected.json'), 'utf8')).toBe('{"b":1}\n');
  const listed = JSON.parse((await ask(server, 'GET', 'api/events/orders-api')).body) as {
    saved: string[];
  };
  expect(listed.saved).toContain('saved');
  expect(listed.saved).not.toContain('saved.expected');
  const queue = JSON.parse((await ask(server, 'GET', 'api/events/refunds')).body) as {
    samples: string[];
  };
  expect(queue.samples[0]).toBe('batch');
  const sample = await ask(server, 'GET', 'api/samples/refunds/batch');
  expect(JSON.parse(sample.body)).toHaveProperty('Records');
  rmSync(file);
  rmSync(file.replace('.json', '.expected.json'));
});

test('links lead nowhere', async () => {
  using outside = temporaryDirectory({ 'secret.json': '{"secret":1}', 'target.json': '"before"' });
  await using server = await start();
  const events = path.join(project.directory, 'events/orders-api');
  symlinkSync(path.join(outside.path, 'secret.json'), path.join(events, 'secret.json'));
  symlinkSync(path.join(outside.path, 'target.json'), path.join(events, 'target.json'));
  const list = await ask(server, 'GET', 'api/events/orders-api');
  expect(list.body).not.toContain('secret');
  expect((await ask(server, 'GET', 'api/events/orders-api/secret')).status).toBe(404);
  expect((await ask(server, 'PUT', 'api/events/orders-api/target', { body: '1' })).status).toBe(
    200,
  );
  expect(readTree(outside.path)).toStrictEqual({
    'secret.json': '{"secret":1}',
    'target.json': '"before"',
  });
  rmSync(path.join(events, 'secret.json'));
  rmSync(path.join(events, 'target.json'));

  const refunds = path.join(project.directory, 'events/refunds');
  rmSync(refunds, { recursive: true });
  symlinkSync(outside.path, refunds);
  for (const [method, name] of [
    ['GET', ''],
    ['GET', '/secret'],
    ['PUT', '/new'],
  ] as const) {
    const refused = await ask(server, method, `api/events/refunds${name}`, { body: '{}' });
    expect([method, name, refused.status]).toStrictEqual([method, name, 409]);
  }
  expect(Object.keys(readTree(outside.path))).toStrictEqual(['secret.json', 'target.json']);
  rmSync(refunds);
  mkdirSync(refunds);
  writeFileSync(path.join(refunds, 'batch.json'), '{}');
});

test('there are no more streams than a person can look at', async () => {
  await using server = await start();
  const open = Array.from({ length: 20 }, () =>
    request({
      port: server.port,
      path: '/_lambda-container/api/stream',
      headers: { authorization: `Bearer ${server.token}` },
    }).end(),
  );
  await Promise.all(open.map((each) => once(each, 'response')));
  expect((await ask(server, 'GET', 'api/stream')).status).toBe(503);
  for (const each of open) each.destroy();
});
