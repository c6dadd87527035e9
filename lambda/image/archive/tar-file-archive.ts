import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

import type { Budget } from '../budget.ts';
import type { Archive } from './archive.ts';
import { compressionOf, magicBytes } from './compression.ts';
import { received } from './received.ts';
import { readTarArchive } from './tar-stream-archive.ts';
import { unpacked } from './unpacked.ts';

/** A file that `docker save` has written, or a tar of an OCI layout; may be compressed as a whole. */
export function tarFileArchive(file: string): Archive {
  return {
    name: file,
    kind: 'tar',
    async read(onFile, budget) {
      const stream = createReadStream(file, { highWaterMark: chunkBytes });
      try {
        const chunks = await tarChunks(file, received(stream, budget), budget);
        return await readTarArchive(file, chunks, budget, onFile);
      } finally {
        // What follows the end of the archive is not read.
        stream.destroy();
      }
    },
  };
}

const chunkBytes = 64 * 1024;

async function tarChunks(
  file: string,
  bytes: AsyncIterable<Buffer>,
  budget: Budget,
): Promise<AsyncIterable<Buffer>> {
  const compression = compressionOf(await readHead(file));
  return compression === 'none' ? bytes : unpacked(compression, file, bytes, budget);
}

async function readHead(file: string): Promise<Buffer> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(magicBytes), 0, magicBytes, 0);
  return buffer.subarray(0, bytesRead);
}
