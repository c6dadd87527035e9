import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { header } from '../../http/header.ts';
import { traceIdOf } from '../trace-id.ts';

type Headers = readonly (readonly [name: string, value: string])[];

/** A request as AWS makes an event of it. */
export interface HttpRequest {
  readonly method: string;
  /** As received: percent-encoded. Begins with a slash. */
  readonly path: string;
  /** As received, without the question mark; empty if there is none. */
  readonly query: string;
  /** In the order and with the names that were received, and with those that AWS adds. */
  readonly headers: Headers;
  /** The Host header, with its port. */
  readonly host: string;
  readonly sourceIp: string;
  /** Empty if there is none. */
  readonly userAgent: string;
  readonly body: Buffer;
  readonly requestId: string;
  /** In milliseconds since 1970. */
  readonly receivedAt: number;
  /** For the runtime. */
  readonly traceId: string;
}

/** They are about one connection, not about the request (RFC 9110, section 7.6.1). */
const ofConnection = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** AWS replaces what the client has sent. */
const added = new Set([
  'content-length',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

export function readHttpRequest(message: IncomingMessage, body: Buffer): HttpRequest {
  const [path, query] = splitTarget(message.url!);
  const received = pairs(message.rawHeaders);
  const sourceIp = (message.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const given = header(message, 'x-amzn-trace-id');
  const traceId = traceIdOf(given);
  const forwardedFor = header(message, 'x-forwarded-for');
  return {
    method: message.method!,
    path,
    query,
    headers: [
      ...received.filter(([name]) => !isLeftOut(name.toLowerCase(), message)),
      ...(body.length === 0 ? [] : [['Content-Length', String(body.length)] as const]),
      ['X-Amzn-Trace-Id', given === traceId ? given : traceId.replace(/;.*/, '')],
      ['X-Forwarded-For', forwardedFor === undefined ? sourceIp : `${forwardedFor}, ${sourceIp}`],
      ['X-Forwarded-Port', String(message.socket.localPort ?? '')],
      // There is no TLS here.
      ['X-Forwarded-Proto', 'http'],
    ],
    host: message.headers.host ?? '',
    sourceIp,
    userAgent: message.headers['user-agent'] ?? '',
    body,
    requestId: randomUUID(),
    receivedAt: Date.now(),
    traceId,
  };
}

function isLeftOut(name: string, { headers }: IncomingMessage): boolean {
  const named = (headers.connection ?? '').toLowerCase().split(/[\s,]+/);
  return ofConnection.has(name) || added.has(name) || named.includes(name);
}

function splitTarget(target: string): [path: string, query: string] {
  const [beforeFragment] = target.split('#', 1) as [string];
  // A client that takes this for a proxy sends the whole URL.
  const relative = beforeFragment.replace(/^[a-z]+:\/\/[^/?]*/i, '');
  const at = relative.indexOf('?');
  const path = at === -1 ? relative : relative.slice(0, at);
  const encoded = encodeRest(path);
  return [
    encoded.startsWith('/') ? encoded : `/${encoded}`,
    at === -1 ? '' : encodeRest(relative.slice(at + 1)),
  ];
}

/** Node.js accepts bytes in a target that are not allowed there, and has them as Latin-1. */
function encodeRest(text: string): string {
  return text.replace(
    /[^!-~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function pairs(raw: readonly string[]): [name: string, value: string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [
    raw[2 * index]!,
    raw[2 * index + 1]!,
  ]);
}
