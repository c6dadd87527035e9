import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';

import type { Archive } from './archive.ts';
import { compressionOf, createDecompressor, magicBytes } from './compression.ts';
import { readTarArchive } from './tar-stream-archive.ts';

/** A file that `docker save` has written, or a tar of an OCI layout; may be compressed as a whole. */
export function tarFileArchive(file: string): Archive {
  return {
    name: file,
    kind: 'tar',
    async read(onFile) {
      return readTarArchive(file, await openTar(file), onFile);
    },
  };
}

const chunkBytes = 64 * 1024;

async function openTar(file: string): Promise<Readable> {
  const stream = createReadStream(file, { highWaterMark: chunkBytes });
  const compression = compressionOf(await readHead(file));
  if (compression === 'none') return stream;
  // Errors of both streams reach the reader.
  return pipeline(stream, createDecompressor(compression), () => {});
}

async function readHead(file: string): Promise<Buffer> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(magicBytes), 0, magicBytes, 0);
  return buffer.subarray(0, bytesRead);
}
