import { expect, test } from 'vitest';

import { startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
import { runtimeClient } from './runtime-client.ts';

test('the caller gets the message of Lambda, and onTimeout is called', async () => {
  const told: string[] = [];
  function onTimeout(requestId: string) {
    told.push(requestId);
  }
  await using api = await startRuntimeApi({ timeoutMs: 50, onTimeout });
  using runtime = runtimeClient(api.address);
  const result = api.invoke('{}', { requestId: 'one' });
  await runtime.next();
  expect((await result).body.toString()).toBe(
    '{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: one Error: Task timed out after 0.05 seconds"}',
  );
  expect(told).toEqual(['one']);
  expect(api.state()).toBe('Started');
});

test('the time begins when the runtime has the event', async () => {
  await using api = await startRuntimeApi();
  using runtime = runtimeClient(api.address);
  const waits = api.invoke('1', { timeoutMs: 50 });
  const first = await Promise.race([waits, new Promise((done) => setTimeout(done, 100, 'waits'))]);
  expect(first).toBe('waits');
  const { id } = await runtime.next();
  await runtime.respond(id);
  expect((await waits).error).toBeUndefined();
});

test('a late reply gets 410 with the invocation id, 400 without it', async () => {
  await using api = await startRuntimeApi({ timeoutMs: 50 });
  using runtime = runtimeClient(api.address);
  const result = api.invoke('{}');
  const { id, invocationId } = await runtime.next();
  await result;
  const header = { 'Lambda-Runtime-Invocation-Id': invocationId };
  expect(await runtime.respond(id, '1', header)).toMatchObject({ status: 410 });
  expect(await runtime.fail(id, '1', header)).toMatchObject({ status: 410 });
  expect(await runtime.respond(id)).toMatchObject({ status: 400 });
});

test('a retried event accepts only the reply to its new delivery', async () => {
  await using api = await startRuntimeApi({ timeoutMs: 50 });
  using runtime = runtimeClient(api.address);
  const first = api.invoke('{}', { requestId: 'one' });
  const { invocationId: old } = await runtime.next();
  await first;
  const second = api.invoke('{}', { requestId: 'one', timeoutMs: 3000 });
  const { invocationId } = await runtime.next();
  function header(value: string) {
    return { 'Lambda-Runtime-Invocation-Id': value };
  }
  expect(await runtime.respond('one', '"old"', header(old))).toMatchObject({ status: 410 });
  expect(await runtime.respond('one', '"new"', header(invocationId))).toMatchObject({
    status: 202,
  });
  expect((await second).body.toString()).toBe('"new"');
});
