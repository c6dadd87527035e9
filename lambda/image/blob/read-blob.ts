import type { ArchiveFile, BlobSink } from '../archive/archive.ts';
import {
  type Compression,
  compressionOf,
  decompress,
  type Decompression,
  magicBytes,
} from '../archive/compression.ts';
import type { Budget } from '../budget.ts';
import { ImageError } from '../image-error.ts';
import { createLayerScan, type LayerScan, type ScanOptions } from '../layer/scan-layer.ts';
import { maxDocumentBytes } from '../limits.ts';
import { blockBytes, isZeroBlock, readTarHeader } from '../tar/tar-header.ts';
import type { Blob } from './blob.ts';

/**
 * Reads a file of an archive. In a stream layers come before the manifest that names them, so what a file is has to
 * be told from its bytes: a tar is taken for a layer, what begins with a brace or bracket for a document.
 */
export function readBlob(
  { path, size }: ArchiveFile,
  options: Omit<ScanOptions, 'name'>,
  onBlob: (blob: Blob) => void,
): BlobSink {
  const name = layerName(path);
  let compression: Compression = 'none';
  const contents = createContents(name, size, options);
  return readCompressed({
    name,
    budget: options.budget,
    onCompression: (found) => {
      compression = found;
    },
    onChunk: (chunk) => contents.write(chunk),
    onEnd: (error) => onBlob({ path, size, compression, ...contents.end(error) }),
  });
}

/** Reads a layer again. */
export function readLayerBlob(
  name: string,
  scan: LayerScan,
  budget: Budget,
  onEnd: () => void,
): BlobSink {
  return readCompressed({
    name,
    budget,
    onCompression: () => {},
    onChunk(chunk) {
      scan.write(chunk);
      return !scan.isComplete;
    },
    onEnd,
  });
}

export function layerName(path: string): string {
  const digest = /^blobs\/([^/]+)\/([^/]+)$/.exec(path);
  return digest === null ? path : `layer ${digest[1]}:${digest[2]}`;
}

interface Contents {
  /** Returns whether to continue. */
  write(chunk: Buffer): boolean;
  end(error: Error | undefined): ContentsResult;
}

type ContentsResult =
  | Pick<Blob & { kind: 'layer' }, 'kind' | 'layer'>
  | Pick<Blob & { kind: 'document' }, 'kind' | 'bytes'>
  | Pick<Blob & { kind: 'other' }, 'kind' | 'error'>;

function createContents(name: string, size: number, options: Omit<ScanOptions, 'name'>): Contents {
  let head = Buffer.alloc(0);
  let reader: Contents | undefined;
  function choose(): Contents {
    if (isTar(head)) return layerContents(name, options);
    const isDocument =
      size <= maxDocumentBytes && /^\s*[[{]/.test(head.toString('latin1', 0, blockBytes));
    return isDocument ? documentContents(name, options.budget) : otherContents;
  }
  return {
    write(chunk) {
      if (reader !== undefined) return reader.write(chunk);
      head = Buffer.concat([head, chunk]);
      if (head.length < blockBytes) return true;
      reader = choose();
      return reader.write(head);
    },
    end(error) {
      if (reader === undefined) {
        reader = choose();
        reader.write(head);
      }
      return reader.end(error);
    },
  };
}

function isTar(head: Buffer): boolean {
  if (head.length < blockBytes) return false;
  const block = head.subarray(0, blockBytes);
  return isZeroBlock(block) || readTarHeader(block) !== undefined;
}

function layerContents(name: string, options: Omit<ScanOptions, 'name'>): Contents {
  const scan = createLayerScan({ name, ...options });
  return {
    write(chunk) {
      scan.write(chunk);
      return !scan.isComplete;
    },
    end(error) {
      if (error !== undefined) return { kind: 'other', error };
      try {
        scan.end();
      } catch (problem) {
        return { kind: 'other', error: problem as Error };
      }
      return { kind: 'layer', layer: scan.result() };
    },
  };
}

function documentContents(name: string, budget: Budget): Contents {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    write(chunk) {
      bytes += chunk.length;
      if (bytes > maxDocumentBytes) {
        throw new ImageError({
          expected: `a document of at most ${maxDocumentBytes} bytes as ${name}`,
          found: 'more',
          fix: 'Create the archive again.',
        });
      }
      budget.spend('keptBytes', chunk.length);
      // A copy: what comes is part of a larger buffer.
      chunks.push(Buffer.from(chunk));
      return true;
    },
    end: (error) =>
      error === undefined
        ? { kind: 'document', bytes: Buffer.concat(chunks) }
        : { kind: 'other', error },
  };
}

const otherContents: Contents = {
  write: () => false,
  end: (error) => ({ kind: 'other', error }),
};

interface Compressed {
  name: string;
  budget: Budget;
  onCompression: (compression: Compression) => void;
  /** Returns whether to continue. */
  onChunk: (chunk: Buffer) => boolean;
  /** With what was thrown, or was wrong with the compression. */
  onEnd: (error: Error | undefined) => void;
}

/** Decompresses if need be. Errors end the file, not the archive. */
function readCompressed({ name, budget, onCompression, onChunk, onEnd }: Compressed): BlobSink {
  let head: Buffer = Buffer.alloc(0);
  let isChosen = false;
  let decompression: Decompression | undefined;
  let isOver = false;
  let error: Error | undefined;

  function fail(thrown: unknown): void {
    isOver = true;
    error = thrown as Error;
  }
  function pass(chunk: Buffer): Promise<void> | undefined {
    if (decompression !== undefined) return decompression.write(chunk)?.catch(fail);
    try {
      isOver = !onChunk(chunk);
    } catch (thrown) {
      fail(thrown);
    }
    return undefined;
  }
  function choose(): Promise<void> | undefined {
    isChosen = true;
    const compression = compressionOf(head);
    onCompression(compression);
    if (compression !== 'none') decompression = decompress(compression, name, budget, onChunk);
    return pass(head);
  }

  return {
    write(chunk) {
      if (isOver) return undefined;
      if (isChosen) return pass(chunk);
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      return head.length < magicBytes ? undefined : choose();
    },
    end() {
      const started = isChosen ? undefined : choose();
      if (decompression === undefined) {
        onEnd(error);
        return undefined;
      }
      async function finish(): Promise<void> {
        await started;
        if (error === undefined) await decompression!.end().catch(fail);
        onEnd(error);
      }
      return finish();
    },
  };
}
