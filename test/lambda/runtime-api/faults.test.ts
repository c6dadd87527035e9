import { once } from 'node:events';
import { connect } from 'node:net';

import { expect, test, vi } from 'vitest';

import type { ReplyFault, Faults, NextFault } from '../../../lambda/runtime-api/faults.ts';
import { startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
import { runtimeClient, runtimePath } from './runtime-client.ts';

const nextFaults: [NextFault, string][] = [
  ['close', 'socket hang up'],
  ['cut-in-headers', 'socket hang up'],
  ['cut-in-body', 'aborted'],
  ['status-403', '403'],
  ['status-500', '500'],
];

test.each(nextFaults)('next %s: the event goes to the next call', async (fault, seen) => {
  await using api = await startRuntimeApi();
  using runtime = runtimeClient(api.address);
  const result = api.invoke('{"name":"Ada"}', { faults: { next: [fault, fault] } });
  for (let time = 0; time < 2; time += 1) {
    const got = await runtime.next().then(
      ({ status }) => String(status),
      (error: Error) => error.message,
    );
    expect(got).toBe(seen);
  }
  const { id, body } = await runtime.next();
  expect(body).toBe('{"name":"Ada"}');
  await runtime.respond(id, '1');
  expect((await result).body.toString()).toBe('1');
});

test('next status-500: the invocation fails if the runtime ends by it', async () => {
  await using api = await startRuntimeApi();
  using runtime = runtimeClient(api.address);
  const result = api.invoke('{}', { faults: { next: ['status-500'] } });
  expect(await runtime.next()).toMatchObject({ status: 500 });
  const waiting = api.invoke('"waiting"');
  api.runtimeExited('exit status 1');
  expect(await result).toMatchObject({ error: { type: 'Runtime.ExitError' } });
  const { id, body } = await runtime.next();
  expect(body).toBe('"waiting"');
  await runtime.respond(id, '1');
  expect((await waiting).error).toBeUndefined();
});

test('away refuses connections, and is back at the same address', async () => {
  await using api = await startRuntimeApi();
  using runtime = runtimeClient(api.address);
  const asked = runtime.next().catch((error: Error) => error.message);
  await vi.waitUntil(() => api.state() === 'Ready');
  await api.goAway();
  expect(await asked).toBe('socket hang up');
  await expect(runtime.next()).rejects.toThrow('ECONNREFUSED');
  await api.comeBack();
  const result = api.invoke('"event"');
  const { id } = await runtime.next();
  await runtime.respond(id, '1');
  expect((await result).body.toString()).toBe('1');
  await api.goAway();
});

const replyFaults: [ReplyFault, string, number][] = [
  ['close', 'socket hang up', 202],
  ['status-403', '403', 202],
  ['status-500', '500', 202],
  ['close-accepted', 'socket hang up', 403],
];

test.each(replyFaults)('reply %s', async (fault, seen, secondStatus) => {
  await using api = await startRuntimeApi();
  using runtime = runtimeClient(api.address);
  const result = api.invoke('{}', { faults: { reply: [fault] } });
  const { id } = await runtime.next();
  const got = await runtime.respond(id, '1').then(
    ({ status }) => String(status),
    (error: Error) => error.message,
  );
  expect(got).toBe(seen);
  expect(await runtime.respond(id, '1')).toMatchObject({ status: secondStatus });
  expect((await result).body.toString()).toBe('1');
});

test('a runtime whose reply was refused gets the same event from next again', async () => {
  await using api = await startRuntimeApi();
  using runtime = runtimeClient(api.address);
  const result = api.invoke('"event"', { faults: { reply: ['status-403'] } });
  const { id } = await runtime.next();
  expect(await runtime.respond(id)).toMatchObject({
    status: 403,
    body: expect.stringContaining('"errorType":"InvalidStateTransition"'),
  });
  expect(await runtime.next()).toMatchObject({ id, body: '"event"' });
  await runtime.respond(id, '1');
  expect((await result).body.toString()).toBe('1');
});

test('a connection can be closed after a reply was accepted', async () => {
  await using api = await startRuntimeApi();
  const [host, port] = api.address.split(':');
  const socket = connect(Number(port), host);
  let received = '';
  socket.on('data', (data) => (received += data.toString()));
  const result = api.invoke('{}', { requestId: 'one', faults: { reply: ['close-after'] } });
  socket.write(`GET ${runtimePath}/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n`);
  await expect.poll(() => api.state()).toBe('Running');
  socket.write(
    `POST ${runtimePath}/invocation/one/response HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1`,
  );
  await once(socket, 'end');
  expect(received).toContain('HTTP/1.1 202');
  expect(received).not.toMatch(/connection: close/i);
  expect((await result).body.toString()).toBe('1');
});

test('connections that wait for an event can be closed; the event goes to the next call', async () => {
  await using api = await startRuntimeApi({ concurrency: 2 });
  using runtime = runtimeClient(api.address);
  expect(api.disconnect()).toBe(0);
  const waiting = [runtime.next(), runtime.next()].map((next) =>
    next.catch((error: Error) => error.message),
  );
  let closed = 0;
  await expect.poll(() => (closed += api.disconnect())).toBe(2);
  expect(await Promise.all(waiting)).toEqual(['socket hang up', 'socket hang up']);
  const result = api.invoke('1');
  const { id, body } = await runtime.next();
  await runtime.respond(id, body);
  expect((await result).body.toString()).toBe('1');
});

test('the Runtime API can have faults for each invocation, unless it has its own', async () => {
  const numbers: number[] = [];
  function faults(invocationNumber: number): Faults | undefined {
    numbers.push(invocationNumber);
    return invocationNumber === 1 ? { next: ['status-500'] } : undefined;
  }
  await using api = await startRuntimeApi({ faults });
  using runtime = runtimeClient(api.address);
  const results = [api.invoke('0'), api.invoke('1'), api.invoke('2', { faults: { next: [] } })];
  const statuses: number[] = [];
  while (statuses.length < 4) {
    const { status, id, body } = await runtime.next();
    statuses.push(status);
    if (status === 200) await runtime.respond(id, body);
  }
  expect(statuses).toEqual([200, 500, 200, 200]);
  expect((await Promise.all(results)).map(({ body }) => body.toString())).toEqual(['0', '1', '2']);
  expect(numbers).toEqual([0, 1, 2]);
});

test('the invocation id can be absent, as it was before 2026', async () => {
  await using api = await startRuntimeApi();
  using runtime = runtimeClient(api.address);
  const result = api.invoke('{}', { invocationId: false });
  const { id, headers } = await runtime.next();
  expect(headers['lambda-runtime-invocation-id']).toBeUndefined();
  await runtime.respond(id, '1');
  expect((await result).body.toString()).toBe('1');
});

test.each(['', 'x', '{"name":"Ada"}'])('the event %j can come in chunks', async (event) => {
  await using api = await startRuntimeApi();
  using runtime = runtimeClient(api.address);
  void api.invoke(event, { faults: { chunkedNext: true } }).catch(() => {});
  const { headers, body } = await runtime.next();
  expect(body).toBe(event);
  expect(headers['transfer-encoding']).toBe('chunked');
  expect(headers['content-length']).toBeUndefined();
});

test('both ways can be slow', async () => {
  await using api = await startRuntimeApi();
  using runtime = runtimeClient(api.address);
  const result = api.invoke('{}', { faults: { nextDelayMs: 60, replyDelayMs: 60 } });
  const startedAt = performance.now();
  const { id } = await runtime.next();
  const deliveredAt = performance.now();
  await runtime.respond(id);
  expect(deliveredAt - startedAt).toBeGreaterThan(50);
  expect(performance.now() - deliveredAt).toBeGreaterThan(50);
  await result;
});
