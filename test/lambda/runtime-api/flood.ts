/**
 * Sends a kind of request over as many connections as a function may have, and exits once no more of it is taken.
 *
 *     node test/lambda/runtime-api/flood.ts ADDRESS KIND
 */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { runtimePath } from './runtime-client.ts';

const MiB = 1024 ** 2;
const connections = 1000;
const filling = Buffer.alloc(6 * MiB, 'x');

function get(path: string, ...headers: string[]): string {
  return [`GET ${path} HTTP/1.1`, 'Host: x', ...headers].join('\r\n');
}
function post(path: string, ...headers: string[]): string {
  return [`POST ${path} HTTP/1.1`, 'Host: x', ...headers, '', ''].join('\r\n');
}
function response(at: number, ...headers: string[]): string {
  return post(`${runtimePath}/invocation/${at}/response`, ...headers);
}
const next = `${runtimePath}/invocation/next`;
const inChunks = 'Transfer-Encoding: chunked';
const streaming = 'Lambda-Runtime-Function-Response-Mode: streaming';
/** One that is longer than what is sent of it. */
const chunk = '700000\r\n';

/** What is sent over connection number `at`: a text, and how many bytes of filling come after it. */
export const floods: Readonly<Record<string, (at: number) => [string, number, string?]>> = {
  'headers that do not end': () => [get('/', 'X: '), 2 * MiB - 4096],
  'long headers of calls that wait': () => [get(next, 'X: '), MiB / 2, '\r\n\r\n'],
  'bodies of calls that wait': () => [get(next, `Content-Length: ${64 * MiB}`, '\r\n'), 4 * MiB],
  'responses that do not end': (at) => [response(at, inChunks) + chunk, 5 * MiB],
  'responses as large as they may be': (at) => [
    response(at, `Content-Length: ${6 * MiB}`),
    6 * MiB,
  ],
  'streams that do not end': (at) => [response(at, streaming, inChunks) + chunk, 5 * MiB],
  'trailers that do not end': () => [`${post('/none', inChunks)}0\r\nX: `, 2 * MiB - 4096],
  'registrations that do not end': () => [
    post('/2020-01-01/extension/register', 'Lambda-Extension-Name: x', inChunks) + chunk,
    60_000,
  ],
};

let drained = 0;
function open(address: string, kind: string, at: number): void {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  socket.on('error', () => {});
  socket.on('drain', () => (drained += 1));
  const [head, length, end = ''] = floods[kind]!(at);
  socket.write(head);
  socket.write(filling.subarray(0, length));
  socket.write(end);
}

if (import.meta.main) {
  const [address, kind] = process.argv.slice(2) as [string, string];
  for (let at = 0; at < connections; at += 1) open(address, kind, at);
  for (let before = -1; before !== drained; await sleep(500)) before = drained;
  process.exit();
}
