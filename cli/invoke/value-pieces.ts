import { countJson } from '../../lambda/image/manifest/count-json.ts';
import { maxPayloadBytes } from '../../lambda/runtime-api/limits.ts';
import { printableJson } from '../../terminal/printable.ts';
import type { Spool } from './spool.ts';

/**
 * The JSON for a response, in pieces, so that a large one is not in memory several times: JSON as what it stands for, other
 * text as a text, other bytes in base64. What is larger than a buffered response can be is not parsed.
 */
export function* valuePieces(spool: Spool): Generator<string> {
  if (spool.bytes() <= maxPayloadBytes) {
    yield JSON.stringify(asValue(Buffer.concat([...spool.chunks()])));
  } else if (isText(spool.chunks())) yield* textPieces(spool.chunks());
  else yield* base64Pieces(spool.chunks());
}

/** What would take hundreds of megabytes, or what few programs can read, is a text, too. */
const most = { values: 1_000_000, depth: 1000 };

/** The same for a small one. */
export function asValue(body: Buffer): unknown {
  const text = body.toString();
  const { values, depth } = countJson(body);
  try {
    if (values <= most.values && depth <= most.depth) return JSON.parse(text) as unknown;
  } catch {
    // It is no JSON.
  }
  return Buffer.from(text).equals(body) ? text : { base64: body.toString('base64') };
}

function* decoded(chunks: Iterable<Buffer>): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function isText(chunks: Iterable<Buffer>): boolean {
  try {
    for (const _text of decoded(chunks));
    return true;
  } catch {
    return false;
  }
}

function* textPieces(chunks: Iterable<Buffer>): Generator<string> {
  yield '"';
  for (const text of decoded(chunks)) yield printableJson(JSON.stringify(text)).slice(1, -1);
  yield '"';
}

function* base64Pieces(chunks: Iterable<Buffer>): Generator<string> {
  yield '{"base64":"';
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    // Three bytes are four digits.
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 3);
    yield bytes.toString('base64', 0, whole);
    rest = bytes.subarray(whole);
  }
  yield `${rest.toString('base64')}"}`;
}
