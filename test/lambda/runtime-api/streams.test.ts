import { Readable } from 'node:stream';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { maxBodyBytes, maxStreamedBytes } from '../../../lambda/runtime-api/limits.ts';
import { type RuntimeApi, startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
import { type RuntimeClient, runtimeClient } from './runtime-client.ts';

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

const streaming = {
  'Lambda-Runtime-Function-Response-Mode': 'streaming',
  'Transfer-Encoding': 'chunked',
  'Content-Type': 'text/plain',
  Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
};

async function openStream() {
  const { id } = await runtime.next();
  return { id, ...runtime.open(`/invocation/${id}/response`, streaming) };
}

test('each chunk reaches the caller before the next is written', async () => {
  const chunks: string[] = [];
  const result = api.invoke('{}', { onChunk: (chunk) => void chunks.push(chunk.toString()) });
  const { body, answered } = await openStream();
  body.write('one');
  await expect.poll(() => chunks).toEqual(['one']);
  body.write('two');
  await expect.poll(() => chunks).toEqual(['one', 'two']);
  body.end();
  expect(await answered).toMatchObject({ status: 202 });
  const { body: rest, ...others } = await result;
  expect(rest).toHaveLength(0);
  expect(others).toMatchObject({ contentType: 'text/plain', isStreamed: true });
  expect(others.error).toBeUndefined();
});

test('a caller that takes no chunks gets them in one piece, beyond the limit of others', async () => {
  const result = api.invoke('{}', { timeoutMs: 20_000 });
  const { body } = await openStream();
  const bytes = Buffer.alloc(7_000_000, 'x');
  body.end(bytes);
  expect((await result).body.equals(bytes)).toBe(true);
});

test('a caller that takes no chunks of a very long one is told to', async () => {
  const result = api.invoke('{}', { timeoutMs: 60_000 });
  const { body } = await openStream();
  body.end(Buffer.alloc(maxBodyBytes + 1, 'x'));
  await expect(result).rejects.toThrow('Expected onChunk for streamed responses');
});

test('a stream is cut off beyond 200 MB', async () => {
  let bytes = 0;
  function onChunk(chunk: Buffer) {
    bytes += chunk.length;
  }
  const result = api.invoke('{}', { onChunk, timeoutMs: 60_000 });
  const { body, answered } = await openStream();
  const mebibyte = Buffer.alloc(1024 * 1024);
  const endless = Readable.from(
    (function* () {
      for (;;) yield mebibyte;
    })(),
  );
  endless.pipe(body);
  expect(await answered).toMatchObject({ status: 413 });
  endless.destroy();
  // Whoever goes on writing loses the connection.
  await new Promise((resolve) => body.once('close', resolve));
  expect((await result).error?.type).toBe('Function.ResponseSizeTooLarge');
  expect(bytes).toBeLessThanOrEqual(maxStreamedBytes);
  // What came before is the caller's: less by a part of a chunk at most.
  expect(bytes).toBeGreaterThan(maxStreamedBytes - 1024 * 1024);
});

test('the next chunk is read when the caller is done with the one before', async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  let bytes = 0;
  async function onChunk(chunk: Buffer) {
    bytes += chunk.length;
    await gate;
  }
  const result = api.invoke('{}', { onChunk, timeoutMs: 20_000 });
  const { body } = await openStream();
  const all = 50_000_000;
  body.end(Buffer.alloc(all));
  await expect.poll(() => bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(all / 10);
  open();
  await result;
  expect(bytes).toBe(all);
});

test('a failure half-way is in the trailers', async () => {
  const result = api.invoke('{}');
  const { id, body, answered } = await openStream();
  body.write('half');
  const error = '{"errorMessage":"no","errorType":"Oops"}';
  body.addTrailers({
    'Lambda-Runtime-Function-Error-Type': 'Function.Oops',
    'Lambda-Runtime-Function-Error-Body': Buffer.from(error).toString('base64'),
  });
  body.end();
  expect(await answered).toMatchObject({ status: 202 });
  const { body: received, error: reported } = await result;
  expect(received.toString()).toBe('half');
  expect(reported?.type).toBe('Function.Oops');
  expect(reported?.payload.toString()).toBe(error);
  expect(await runtime.fail(id)).toMatchObject({ status: 403 });
});

test('nothing else is allowed while it comes', async () => {
  void api.invoke('{}').catch(() => {});
  const { id, body } = await openStream();
  body.write('half');
  await expect.poll(() => api.state()).toBe('InvocationResponse');
  expect(await runtime.next()).toMatchObject({ status: 403 });
  expect(await runtime.fail(id)).toMatchObject({ status: 403 });
});

test('a connection that ends half-way reaches the caller as such', async () => {
  const result = api.invoke('{}');
  const { body } = await openStream();
  body.write('half');
  await expect.poll(() => api.state()).toBe('InvocationResponse');
  body.destroy();
  const { body: received, error } = await result;
  expect(received.toString()).toBe('half');
  expect(error?.type).toBe('Runtime.TruncatedResponse');
});

test('a stream that does not end ends with its time', async () => {
  const result = api.invoke('{}', { timeoutMs: 100 });
  const { body, answered } = await openStream();
  body.write('half');
  expect((await result).error?.type).toBe('Sandbox.Timedout');
  await expect(answered).rejects.toThrow('socket hang up');
});

test('what the caller throws is its own', async () => {
  const thrown = api.invoke('{}', {
    onChunk: () => {
      throw new Error('mine');
    },
  });
  thrown.catch(() => {});
  const { body, answered } = await openStream();
  body.end('chunk');
  await expect(thrown).rejects.toThrow('mine');
  expect(await answered).toMatchObject({ status: 202 });
});
