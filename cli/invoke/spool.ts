import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Bytes that are read once all are there, as often as wanted. */
export interface Spool extends Disposable {
  add(chunk: Buffer): void;
  bytes(): number;
  chunks(): Iterable<Buffer>;
}

const mostInMemory = 16 * 1024 * 1024;
const chunkBytes = 64 * 1024;

/** What is over 16 MiB goes to a temporary file without a name, which the system removes with this process. */
export function createSpool(): Spool {
  const kept: Buffer[] = [];
  let bytes = 0;
  let keptBytes = 0;
  let file: number | undefined;
  return {
    add(chunk) {
      bytes += chunk.length;
      if (bytes <= mostInMemory) {
        kept.push(chunk);
        keptBytes = bytes;
        return;
      }
      file ??= namelessFile();
      for (let at = 0; at < chunk.length;) at += writeSync(file, chunk, at);
    },
    bytes: () => bytes,
    *chunks() {
      yield* kept;
      const end = bytes - keptBytes;
      for (let at = 0; at < end;) {
        const chunk = Buffer.alloc(chunkBytes);
        const length = readSync(file!, chunk, 0, chunkBytes, at);
        yield chunk.subarray(0, length);
        at += length;
      }
    },
    [Symbol.dispose]() {
      if (file !== undefined) closeSync(file);
    },
  };
}

function namelessFile(): number {
  const name = path.join(tmpdir(), `lambda-container-${randomUUID()}`);
  const file = openSync(name, 'wx+', 0o600);
  unlinkSync(name);
  return file;
}
