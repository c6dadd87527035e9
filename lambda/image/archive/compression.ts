import { once } from 'node:events';
import type { Transform } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';

import type { Budget } from '../budget.ts';
import { ImageError } from '../image-error.ts';

export type Compression = 'none' | 'gzip' | 'zstd';

/** What `compressionOf` needs, unless the file is shorter. */
export const magicBytes = 4;

/** By the first bytes: RFC 1952 and RFC 8878. */
export function compressionOf(head: Buffer): Compression {
  if (head.length < magicBytes) return 'none';
  if (head.readUInt16BE(0) === 0x1f8b) return 'gzip';
  const magic = head.readUInt32LE(0);
  const isSkippable = magic >= 0x184d2a50 && magic <= 0x184d2a5f;
  return magic === 0xfd2fb528 || isSkippable ? 'zstd' : 'none';
}

/** Fewer and larger pieces than by default: layers are large. */
const chunkSize = 256 * 1024;

/** 64 MiB. No level of zstd has more without --long or --ultra, and the memory is taken at once. */
const maxWindowLog = 26;

export function createDecompressor(compression: 'gzip' | 'zstd'): Transform {
  return compression === 'gzip'
    ? createGunzip({ chunkSize })
    : createZstdDecompress({
        chunkSize,
        params: { [constants.ZSTD_d_windowLogMax]: maxWindowLog },
      });
}

export interface Decompression {
  write(chunk: Buffer): Promise<void> | undefined;
  end(): Promise<void>;
}

/**
 * `onChunk` returns whether to continue. Errors of both, and of the budget, are thrown by `write` or `end`, once.
 */
export function decompress(
  compression: 'gzip' | 'zstd',
  name: string,
  budget: Budget,
  onChunk: (chunk: Buffer) => boolean,
): Decompression {
  const stream = createDecompressor(compression);
  let isDone = false;
  const done = new Promise<void>((resolve, reject) => {
    function stop(settle: () => void): void {
      isDone = true;
      settle();
      stream.destroy();
    }
    stream.on('data', (chunk: Buffer) => {
      if (isDone) return;
      try {
        budget.spend('unpackedBytes', chunk.length);
        if (!onChunk(chunk)) stop(resolve);
      } catch (error) {
        stop(() => reject(error));
      }
    });
    stream.on('end', () => stop(resolve));
    stream.on('error', (error) => stop(() => reject(brokenCompression(compression, name, error))));
  });
  // The next `write` throws it.
  done.catch(() => {});
  return {
    write(chunk) {
      if (isDone) return done;
      return stream.write(chunk) ? undefined : Promise.race([drained(stream), done]);
    },
    end() {
      if (!isDone) stream.end();
      return done;
    },
  };
}

async function drained(stream: Transform): Promise<void> {
  // A stream that ends with an error never drains: `done` then tells.
  await once(stream, 'drain').catch(() => {});
}

export function brokenCompression(
  compression: Compression,
  name: string,
  cause: Error,
): ImageError {
  return new ImageError(
    {
      expected: `${compression} data in ${name}`,
      found: `something else (${cause.message})`,
      fix: 'The archive is corrupt or truncated: create it again.',
    },
    { cause },
  );
}
