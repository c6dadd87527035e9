import { pipeline, Readable } from 'node:stream';

import type { Budget } from '../budget.ts';
import { brokenCompression, createDecompressor } from './compression.ts';

/** What a compressed stream has in it. Throws an ImageError if it is broken, or takes more than the budget has. */
export async function* unpacked(
  compression: 'gzip' | 'zstd',
  name: string,
  bytes: AsyncIterable<Buffer>,
  budget: Budget,
): AsyncGenerator<Buffer, void, undefined> {
  // Errors of both streams reach the reader.
  const stream = pipeline(
    Readable.from(bytes, { objectMode: false }),
    createDecompressor(compression, budget),
    () => {},
  );
  try {
    for await (const chunk of stream) {
      budget.spend('unpackedBytes', (chunk as Buffer).length);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw isOfZlib(error) ? brokenCompression(compression, name, error) : error;
  } finally {
    stream.destroy();
  }
}

/** Other errors are those of reading the file. */
function isOfZlib(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^(?:Z_|ZSTD_|ERR_)/.test(String(error.code));
}
