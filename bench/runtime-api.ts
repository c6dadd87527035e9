/**
 * How many invocations a second the Runtime API of lambda/runtime-api passes to an echoing runtime in
 * another process over 10 kept connections; and what it adds to one at a time: its calls against calls to
 * a node:http server that does nothing.
 *
 *     npm run bench:runtime-api [invocations]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startRuntimeApi } from '../lambda/runtime-api/start-runtime-api.ts';

const invocations = Number(process.argv[2] ?? 100_000);
const connections = 10;
const wantedPerSecond = 5000;
const wantedAddedMs = 1;
const event = Buffer.from('{"name":"Ada"}');
const echo = new URL('runtime-api/echo.ts', import.meta.url);

function startEcho(address: string, count: number) {
  return fork(echo, [address, String(count)], { stdio: 'inherit' });
}

function percentile(sorted: number[], share: number): number {
  return sorted[Math.floor((sorted.length - 1) * share)]!;
}

async function manyAtOnce(): Promise<boolean> {
  await using api = await startRuntimeApi({ concurrency: connections });
  const runtime = startEcho(api.address, connections);
  await api.initialized();
  let left = invocations;
  const memoryMb: number[] = [];
  async function caller() {
    while (left > 0) {
      left -= 1;
      if (left % Math.ceil(invocations / 10) === 0) memoryMb.push(process.memoryUsage.rss() / 1e6);
      const { body } = await api.invoke(event);
      if (!body.equals(event))
        throw new Error(`Expected ${event.toString()}, found ${body.toString()}.`);
    }
  }
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections * 2 }, caller));
  const perSecond = invocations / ((performance.now() - startedAt) / 1000);
  runtime.kill();
  await once(runtime, 'exit');
  console.log(
    `${invocations} invocations, ${connections} connections: ${perSecond.toFixed(0)} a second`,
  );
  console.log(`memory on the way: ${memoryMb.map((mb) => mb.toFixed(0)).join(', ')} MB`);
  return perSecond >= wantedPerSecond;
}

/** Sorted times of invocations that come one after another, in ms. */
async function oneAtATime(count: number): Promise<number[]> {
  await using api = await startRuntimeApi();
  const runtime = startEcho(api.address, 1);
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const startedAt = performance.now();
    await api.invoke(event);
    times.push(performance.now() - startedAt);
  }
  runtime.kill();
  await once(runtime, 'exit');
  return times.slice(count / 10).toSorted((a, b) => a - b);
}

/** The same with a server that has one event for whoever asks, and no state. */
async function bare(count: number): Promise<number[]> {
  const times: number[] = [];
  let sentAt = 0;
  const server = createServer({ noDelay: true }, (request, response) => {
    if (request.method === 'GET') {
      sentAt = performance.now();
      const headers = { 'Lambda-Runtime-Aws-Request-Id': 'id', 'Content-Length': event.length };
      response.writeHead(200, headers).end(event);
      return;
    }
    request.resume().on('end', () => {
      times.push(performance.now() - sentAt);
      response.writeHead(202, { 'Content-Length': 0 }).end();
      if (times.length === count) server.emit('enough');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const enough = once(server, 'enough');
  const { port } = server.address() as AddressInfo;
  const runtime = startEcho(`127.0.0.1:${port}`, 1);
  await enough;
  runtime.kill();
  await once(runtime, 'exit');
  server.closeAllConnections();
  server.close();
  return times.slice(count / 10).toSorted((a, b) => a - b);
}

const isFast = await manyAtOnce();
const count = Math.min(invocations, 10_000);
const [ours, none] = [await oneAtATime(count), await bare(count)];
for (const [name, times] of Object.entries({ 'Runtime API': ours, 'bare node:http': none })) {
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
  console.log(`${name.padEnd(15)} p50 ${p50.toFixed(3)} ms  p99 ${p99.toFixed(3)} ms`);
}
const addedMs = percentile(ours, 0.99) - percentile(none, 0.99);
console.log(`added at p99: ${addedMs.toFixed(3)} ms`);
if (!isFast || addedMs > wantedAddedMs) process.exitCode = 1;
console.log(
  `Wanted: ${wantedPerSecond} a second, ${wantedAddedMs} ms: ${process.exitCode === 1 ? 'missed' : 'reached'}.`,
);
