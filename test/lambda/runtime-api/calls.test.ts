import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { maxPayloadBytes } from '../../../lambda/runtime-api/limits.ts';
import { type RuntimeApi, startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
import { type RuntimeClient, runtimeClient, runtimePath } from './runtime-client.ts';

let api: RuntimeApi;
let runtime: RuntimeClient;

beforeEach(async () => {
  api = await startRuntimeApi();
  runtime = runtimeClient(api.address);
});

afterEach(async () => {
  runtime[Symbol.dispose]();
  await api[Symbol.asyncDispose]();
});

const invalidId = '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}';

function refusedFrom(from: string, to: string) {
  return `{"errorMessage":"State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}`;
}

describe('next', () => {
  test('blocks until there is an event', async () => {
    const next = runtime.next();
    await expect.poll(() => api.state()).toBe('Ready');
    const result = api.invoke('{"name":"Ada"}');
    const { status, id, body } = await next;
    expect([status, body]).toEqual([200, '{"name":"Ada"}']);
    await runtime.respond(id, '"Hello"');
    expect(await result).toMatchObject({ requestId: id, isStreamed: false });
  });

  test('has the headers that have a value, and no others', async () => {
    void api.invoke('', { requestId: 'one', timeoutMs: 5000, traceId: '' }).catch(() => {});
    const { headers, body } = await runtime.next();
    const names = Object.keys(headers).filter((name) => name.startsWith('lambda-'));
    expect(names).toEqual([
      'lambda-runtime-aws-request-id',
      'lambda-runtime-deadline-ms',
      'lambda-runtime-invoked-function-arn',
      'lambda-runtime-invocation-id',
    ]);
    expect(headers['content-type']).toBe('application/json');
    expect(body).toBe('');
    const leftMs = Number(headers['lambda-runtime-deadline-ms']) - Date.now();
    expect(leftMs).toBeGreaterThan(3000);
    expect(leftMs).toBeLessThanOrEqual(5000);
  });

  test('has every header that the caller gives, in UTF-8', async () => {
    const clientContext = `{"custom":{"name":"Zoë ☃","filler":"${'x'.repeat(16_000)}"}}`;
    const others = { traceId: 'Root=1', cognitoIdentity: '{}', tenantId: 'blue' };
    void api.invoke('{}', { clientContext, contentType: 'text/x', ...others }).catch(() => {});
    const { headers } = await runtime.next();
    const received = headers['lambda-runtime-client-context'] as string;
    expect(Buffer.from(received, 'latin1').toString()).toBe(clientContext);
    expect(headers).toMatchObject({
      'content-type': 'text/x',
      'lambda-runtime-trace-id': 'Root=1',
      'lambda-runtime-cognito-identity': '{}',
      'lambda-runtime-aws-tenant-id': 'blue',
    });
  });

  test('gives the same event again to a runtime that has not responded', async () => {
    void api.invoke('1').catch(() => {});
    const first = await runtime.next();
    expect(await runtime.next()).toMatchObject({ id: first.id, body: '1' });
  });

  test('gives an event to nobody who has gone', async () => {
    const gone = runtimeClient(api.address);
    const lost = gone.next().catch(() => 'gone');
    await expect.poll(() => api.state()).toBe('Ready');
    gone[Symbol.dispose]();
    expect(await lost).toBe('gone');
    const result = api.invoke('1');
    const { id } = await runtime.next();
    await runtime.respond(id, '2');
    expect((await result).body.toString()).toBe('2');
  });

  test.each([
    ['a line break', { traceId: 'a\r\nb' }],
    ['a NUL', { tenantId: '\0' }],
  ])('is never sent %s', async (_, options) => {
    await expect(api.invoke('{}', options)).rejects.toThrow(TypeError);
  });
});

describe('response', () => {
  test('is accepted once', async () => {
    const result = api.invoke('{}');
    const { id } = await runtime.next();
    const headers = { 'Content-Type': 'text/html' };
    expect(await runtime.respond(id, '<p>', headers)).toMatchObject({
      status: 202,
      body: '{"status":"OK"}',
    });
    expect(await result).toEqual({
      requestId: id,
      body: Buffer.from('<p>'),
      contentType: 'text/html',
      isStreamed: false,
    });
    expect(await runtime.respond(id)).toMatchObject({
      status: 403,
      body: refusedFrom('RuntimeResponseSentState', 'InvocationResponse'),
    });
    expect(await runtime.fail(id)).toMatchObject({
      status: 403,
      body: refusedFrom('RuntimeResponseSentState', 'InvocationErrorResponse'),
    });
  });

  test('is refused for an id that is not the current one', async () => {
    void api.invoke('1').catch(() => {});
    void api.invoke('2').catch(() => {});
    const first = await runtime.next();
    const wrong = { status: 400, body: invalidId };
    expect(await runtime.respond('other')).toMatchObject(wrong);
    expect(await runtime.respond('%zz')).toMatchObject(wrong);
    await runtime.respond(first.id);
    await runtime.next();
    expect(await runtime.respond(first.id)).toMatchObject(wrong);
  });

  test('finds an id that needs to be encoded', async () => {
    const result = api.invoke('1', { requestId: 'a/b c' });
    const { id } = await runtime.next();
    expect(await runtime.respond(encodeURIComponent(id))).toMatchObject({ status: 202 });
    expect((await result).requestId).toBe('a/b c');
  });

  test('is accepted up to the limit', async () => {
    const result = api.invoke('{}');
    const { id } = await runtime.next();
    expect(await runtime.respond(id, Buffer.alloc(maxPayloadBytes))).toMatchObject({ status: 202 });
    expect((await result).body).toHaveLength(6_291_556);
  });

  test('is refused beyond the limit, and the caller gets an error', async () => {
    const result = api.invoke('{}');
    const { id } = await runtime.next();
    expect(await runtime.respond(id, Buffer.alloc(maxPayloadBytes + 1))).toMatchObject({
      status: 413,
      body: '{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}',
    });
    expect((await result).error?.type).toBe('Function.ResponseSizeTooLarge');
    expect(await runtime.fail(id)).toMatchObject({ status: 403 });
  });

  test('with an unknown mode is refused, and the runtime can go on', async () => {
    const result = api.invoke('1');
    const { id } = await runtime.next();
    const headers = { 'Lambda-Runtime-Function-Response-Mode': 'buffered' };
    expect(await runtime.respond(id, '', headers)).toMatchObject({
      status: 400,
      body: '{"errorMessage":"Invalid function response mode","errorType":"InvalidFunctionResponseMode"}',
    });
    expect((await result).error?.type).toBe('Runtime.InvalidResponseModeHeader');
    const following = api.invoke('2');
    await runtime.respond((await runtime.next()).id, '3');
    expect((await following).body.toString()).toBe('3');
  });

  test('with the invocation id of another delivery is gone', async () => {
    const result = api.invoke('1');
    const { id, invocationId } = await runtime.next();
    function header(value: string) {
      return { 'Lambda-Runtime-Invocation-Id': value };
    }
    expect(await runtime.respond(id, '', header('stale'))).toMatchObject({
      status: 410,
      body: '{"errorMessage":"Invoke timeout","errorType":"InvokeTimeout"}',
    });
    expect(await runtime.respond(id, '2', header(invocationId))).toMatchObject({ status: 202 });
    expect((await result).body.toString()).toBe('2');
  });

  test('that ends too early reaches the caller as truncated', async () => {
    const result = api.invoke('1');
    const { id } = await runtime.next();
    const { body } = runtime.open(`/invocation/${id}/response`, { 'Content-Length': '100' });
    body.write('half');
    await expect.poll(() => api.state()).toBe('InvocationResponse');
    body.destroy();
    expect((await result).error?.type).toBe('Runtime.TruncatedResponse');
  });
});

describe('error', () => {
  test('reaches the caller as it was posted', async () => {
    const result = api.invoke('{}');
    const { id } = await runtime.next();
    const body = '{"errorMessage":"no","errorType":"Oops","stackTrace":[]}';
    const headers = {
      'Lambda-Runtime-Function-Error-Type': 'Function.Oops',
      'Lambda-Runtime-Function-XRay-Error-Cause': 'x'.repeat(1024 * 1024),
    };
    expect(await runtime.fail(id, body, headers)).toMatchObject({ status: 202 });
    const { error, body: received } = await result;
    expect(received.toString()).toBe(body);
    expect(error?.type).toBe('Function.Oops');
    expect(error?.xrayCause).toHaveLength(65_536);
    expect(await runtime.respond(id)).toMatchObject({ status: 403 });
  });

  test('of the init fails those who wait, and comes once', async () => {
    const result = api.invoke('{}');
    const headers = { 'Lambda-Runtime-Function-Error-Type': 'Runtime.NoSuchHandler' };
    expect(await runtime.initError('{"errorType":"x"}', headers)).toMatchObject({ status: 202 });
    expect(await result).toMatchObject({ error: { type: 'Runtime.NoSuchHandler' } });
    expect(await api.initialized()).toMatchObject({ error: { type: 'Runtime.NoSuchHandler' } });
    expect(await runtime.initError()).toMatchObject({
      status: 403,
      body: refusedFrom('InitError', 'InitError'),
    });
    expect(await runtime.next()).toMatchObject({ status: 403 });
    api.runtimeExited('exit status 1');
    void api.invoke('again').catch(() => {});
    expect(await runtime.next()).toMatchObject({ body: 'again' });
  });

  test('of the init is refused after next', async () => {
    void api.invoke('{}').catch(() => {});
    await runtime.next();
    expect(await runtime.initError()).toMatchObject({
      status: 403,
      body: refusedFrom('Running', 'InitError'),
    });
  });
});

test.each([
  ['GET', '/2018-06-01/nothing', 404],
  ['GET', '/', 404],
  ['GET', '/constructor', 404],
  ['POST', `${runtimePath}/invocation/next`, 405],
  ['GET', `${runtimePath}/invocation/1/response`, 405],
  ['POST', `${runtimePath}/invocation/1/other`, 404],
  ['GET', '/2018-06-01/ping', 200],
])('%s %s gets status %i', async (method, path, status) => {
  expect(await runtime.call(method, path)).toMatchObject({ status });
});

test('an invocation fails whose runtime ends', async () => {
  const result = api.invoke('{}', { requestId: 'one' });
  await runtime.next();
  api.runtimeExited('exit status 3');
  expect((await result).body.toString()).toBe(
    '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: one Error: Runtime exited with error: exit status 3"}',
  );
  expect(await runtime.respond('one')).toMatchObject({ status: 400 });
});

test('an event that waits can be taken back, and one that is given out cannot', async () => {
  void api.invoke('"taken back"', { requestId: 'one' });
  expect(api.takeBack('one')).toBe(true);
  expect(api.takeBack('one')).toBe(false);
  const result = api.invoke('"given out"', { requestId: 'two' });
  expect(await runtime.next()).toMatchObject({ body: '"given out"' });
  expect(api.takeBack('two')).toBe(false);
  await runtime.respond('two', '1');
  expect((await result).body.toString()).toBe('1');
});

test('an event beyond the limit is refused', async () => {
  await expect(api.invoke(Buffer.alloc(maxPayloadBytes + 1))).rejects.toThrow(RangeError);
});

test('concurrent invocations cannot have the same id', async () => {
  void api.invoke('1', { requestId: 'same' }).catch(() => {});
  await expect(api.invoke('2', { requestId: 'same' })).rejects.toThrow(
    'found same, which another invocation has',
  );
});

test('it knows whether a runtime has called, whatever it asked for', async () => {
  expect(api.wasCalled()).toBe(false);
  await fetch(`http://${api.address}/2018-06-01/ping`);
  expect(api.wasCalled()).toBe(false);
  await fetch(`http://${api.address}/2018-06-01/runtime/no-such-call`);
  expect(api.wasCalled()).toBe(true);
});
