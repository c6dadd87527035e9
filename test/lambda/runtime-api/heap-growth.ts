/**
 * Prints by how many bytes the memory of a process with the Runtime API has grown from the first thousand
 * invocations to the last one. The runtime is another process.
 *
 *     node --expose-gc test/lambda/runtime-api/heap-growth.ts invocations connections
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';

import { startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
import { usedBytes } from '../../helpers/used-bytes.ts';

const [invocations, connections] = process.argv.slice(2).map(Number) as [number, number];
const firstInvocations = 1000;
const echo = new URL('../../../bench/runtime-api/echo.ts', import.meta.url);

async function invokeAll(count: number): Promise<void> {
  let left = count;
  async function caller() {
    while (left > 0) {
      left -= 1;
      await api.invoke('{"name":"Ada"}');
    }
  }
  await Promise.all(Array.from({ length: connections * 2 }, caller));
}

const concurrency = connections;
const api = await startRuntimeApi({ concurrency, timeoutMs: 10 * 60_000 });
const runtime = fork(echo, [api.address, String(connections)]);
await invokeAll(firstInvocations);
const before = await usedBytes();
await invokeAll(invocations - firstInvocations);
console.log((await usedBytes()) - before);
runtime.kill();
await once(runtime, 'exit');
await api[Symbol.asyncDispose]();
