import { maxPayloadBytes } from '../../lambda/runtime-api/limits.ts';
import { printableJson } from '../../terminal/printable.ts';

/**
 * The JSON for a response, in pieces, so that a large one is not in memory several times: JSON as what it stands for, other
 * text as a text, other bytes in base64. What is larger than a buffered response can be is not parsed.
 */
export function* valuePieces(chunks: readonly Buffer[]): Generator<string> {
  const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
  if (bytes <= maxPayloadBytes) yield JSON.stringify(asValue(Buffer.concat(chunks)));
  else if (isText(chunks)) yield* textPieces(chunks);
  else yield* base64Pieces(chunks);
}

/** The same for a small one. */
export function asValue(body: Buffer): unknown {
  const text = body.toString();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return Buffer.from(text).equals(body) ? text : { base64: body.toString('base64') };
  }
}

function* decoded(chunks: readonly Buffer[]): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function isText(chunks: readonly Buffer[]): boolean {
  try {
    for (const _text of decoded(chunks));
    return true;
  } catch {
    return false;
  }
}

function* textPieces(chunks: readonly Buffer[]): Generator<string> {
  yield '"';
  for (const text of decoded(chunks)) yield printableJson(JSON.stringify(text)).slice(1, -1);
  yield '"';
}

function* base64Pieces(chunks: readonly Buffer[]): Generator<string> {
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
