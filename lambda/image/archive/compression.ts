import type { Duplex } from 'node:stream';
import { createGunzip } from 'node:zlib';

import type { Budget } from '../budget.ts';
import { ImageError } from '../image-error.ts';
import { createZstdFrames } from './zstd-frames.ts';

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

/** To set up a decompressor. */
const frameSteps = 500;

export function createDecompressor(compression: 'gzip' | 'zstd', budget: Budget): Duplex {
  return compression === 'gzip'
    ? createGunzip({ chunkSize })
    : createZstdFrames(() => {
        budget.spend('steps', frameSteps);
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
  const stream = createDecompressor(compression, budget);
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
    stream.on('error', (error) =>
      stop(() =>
        reject(error instanceof ImageError ? error : brokenCompression(compression, name, error)),
      ),
    );
  });
  // The next `write` throws it.
  done.catch(() => {});
  let waiting: (() => void) | undefined;
  function goOn(): void {
    waiting?.();
    waiting = undefined;
  }
  stream.on('drain', goOn);
  // What waits for a promise is kept as long as that is pending: there is one for all chunks.
  done.then(goOn, goOn);
  return {
    write(chunk) {
      if (isDone) return done;
      if (stream.write(chunk)) return undefined;
      return new Promise<void>((resolve) => {
        waiting = resolve;
      }).then(() => (isDone ? done : undefined));
    },
    end() {
      if (!isDone) stream.end();
      return done;
    },
  };
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
