import { expect, test } from 'vitest';

import type { AnswerFault, NextFault } from '../../../lambda/runtime-api/faults.ts';
import { startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
import { runtimeClient } from './runtime-client.ts';

const nextFaults: [NextFault, string][] = [
  ['close', 'socket hang up'],
  ['cut-in-headers', 'socket hang up'],
  ['cut-in-body', 'aborted'],
  ['status-500', '500'],
];

test.each(nextFaults)('next %s: the event is for who asks again', async (fault, seen) => {
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

const answerFaults: [AnswerFault, string, number][] = [
  ['close', 'socket hang up', 202],
  ['status-500', '500', 202],
  ['close-accepted', 'socket hang up', 403],
];

test.each(answerFaults)('answer %s', async (fault, seen, secondStatus) => {
  await using api = await startRuntimeApi();
  using runtime = runtimeClient(api.address);
  const result = api.invoke('{}', { faults: { answer: [fault] } });
  const { id } = await runtime.next();
  const got = await runtime.respond(id, '1').then(
    ({ status }) => String(status),
    (error: Error) => error.message,
  );
  expect(got).toBe(seen);
  expect(await runtime.respond(id, '1')).toMatchObject({ status: secondStatus });
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
  const result = api.invoke('{}', { faults: { nextDelayMs: 60, answerDelayMs: 60 } });
  const startedAt = performance.now();
  const { id } = await runtime.next();
  const deliveredAt = performance.now();
  await runtime.respond(id);
  expect(deliveredAt - startedAt).toBeGreaterThan(50);
  expect(performance.now() - deliveredAt).toBeGreaterThan(50);
  await result;
});
