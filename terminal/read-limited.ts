import { createReadStream, type ReadStream } from 'node:fs';
import type { Readable } from 'node:stream';

/**
 * The bytes of a file or of standard input (`-`), which may be a pipe. Reads no more than `most` bytes and one: undefined for
 * more. Rejects with an error of node:fs.
 */
export async function readLimited(file: string, most: number): Promise<Buffer | undefined> {
  const source: Readable | ReadStream = file === '-' ? process.stdin : createReadStream(file);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
