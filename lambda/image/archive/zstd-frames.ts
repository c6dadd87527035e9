import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { callbackify } from 'node:util';
import { constants, createZstdDecompress, type ZstdDecompress } from 'node:zlib';

/** 64 MiB. No level of zstd has more without --long or --ultra, and the memory is taken at once. */
const maxWindowLog = 26;

/** Each frame takes as much anew. */
const chunkSize = 64 * 1024;

const magicBytes = 4;
const frameMagic = 0xfd2fb528;
/** Of 16 magic numbers, the last four bits differ. */
const skippableMagic = 0x184d2a50;
const skippableHeaderBytes = 8;

/**
 * Decompresses a sequence of frames (RFC 8878, section 3.1): Node.js stops after the first one. Layers of `zstd:chunked` have a frame
 * for each file, and frames to skip. What is no frame ends it. `onFrame` is called before a decompressor is set up
 * for one.
 */
export function createZstdFrames(onFrame: () => void): Duplex {
  let frame: ZstdDecompress | undefined;
  /** The beginning of a frame, of which too little is there. */
  let head: Buffer = Buffer.alloc(0);
  let toSkip = 0;
  let isOver = false;

  function start(): ZstdDecompress {
    const params = { [constants.ZSTD_d_windowLogMax]: maxWindowLog };
    const started = createZstdDecompress({ chunkSize, params });
    started.on('data', (chunk: Buffer) => {
      if (!frames.push(chunk)) started.pause();
    });
    started.on('error', (error: NodeJS.ErrnoException) => {
      // Its own beginning was right: its end came with that of a chunk, and this is behind it.
      if (error.code === 'ZSTD_error_prefix_unknown') isOver = true;
      else frames.destroy(error);
    });
    return started;
  }

  /** Returns what is behind the frame, if its end has come. */
  async function decompress(chunk: Buffer): Promise<Buffer> {
    const current = frame!;
    const before = current.bytesWritten;
    await new Promise((resolve) => {
      current.once('close', resolve);
      current.write(chunk, () => {
        current.off('close', resolve);
        resolve(undefined);
      });
    });
    if (isOver) return Buffer.alloc(0);
    const used = current.bytesWritten - before;
    if (used === chunk.length) return Buffer.alloc(0);
    // The end of its output.
    if (!current.readableEnded) await once(current, 'end');
    current.destroy();
    frame = undefined;
    return chunk.subarray(used);
  }

  /** Begins a frame, or skips one. Returns what is behind it; undefined if more has to come before. */
  function begin(bytes: Buffer): Buffer | undefined {
    if (bytes.length < magicBytes) return undefined;
    const magic = bytes.readUInt32LE(0);
    if (magic === frameMagic) {
      onFrame();
      frame = start();
      return bytes;
    }
    if ((magic & 0xfffffff0) >>> 0 !== skippableMagic) {
      isOver = true;
      return Buffer.alloc(0);
    }
    if (bytes.length < skippableHeaderBytes) return undefined;
    toSkip = bytes.readUInt32LE(magicBytes);
    return bytes.subarray(skippableHeaderBytes);
  }

  async function take(chunk: Buffer): Promise<void> {
    let left = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    head = Buffer.alloc(0);
    while (left.length > 0 && !isOver && !frames.destroyed) {
      if (frame !== undefined) {
        left = await decompress(left);
      } else if (toSkip > 0) {
        const skipped = Math.min(toSkip, left.length);
        toSkip -= skipped;
        left = left.subarray(skipped);
      } else {
        const behind = begin(left);
        if (behind === undefined) {
          head = left;
          return;
        }
        left = behind;
      }
    }
  }

  async function finish(): Promise<void> {
    if (frame !== undefined && !isOver) {
      frame.end();
      if (!frame.readableEnded) await once(frame, 'end');
    }
    frames.push(null);
  }

  const frames = new Duplex({
    write(chunk: Buffer, _encoding, done) {
      callbackify(take)(chunk, done);
    },
    final(done) {
      callbackify(finish)(done);
    },
    read() {
      frame?.resume();
    },
    destroy(error, done) {
      frame?.destroy();
      done(error);
    },
  });
  return frames;
}
