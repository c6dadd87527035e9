/**
 * Reads a tar archive chunk by chunk: POSIX (ustar, pax), GNU tar and old Unix tar, the formats that Go's archive/tar,
 * and with it every container engine, accepts. Not tar-stream: it copies all global records for each entry, so that
 * 5 MB of hostile headers take it ten minutes.
 */
import { type Budget, textSteps } from '../budget.ts';
import { ImageError } from '../image-error.ts';
import { maxAllExtendedHeaderBytes, maxExtendedHeaderBytes, maxPathLength } from '../limits.ts';
import { type ExtendedRecord, readExtendedHeader } from './extended-header.ts';
import { sparseFormat } from './sparse-format.ts';
import type { TarEntry, TarSink } from './tar-entry.ts';
import { blockBytes, entryType, isZeroBlock, readTarHeader, type TarHeader } from './tar-header.ts';
import { decimalNumber } from './tar-numbers.ts';

export interface TarReader {
  /** Throws an ImageError if the bytes are not a tar archive. */
  write(chunk: Buffer): void;
  /** Signals the end of the bytes. Throws an ImageError if the archive is incomplete. */
  end(): void;
  /** Whether the end marker of the archive was read: all further bytes are ignored. */
  readonly isComplete: boolean;
  /** The number of bytes read so far. */
  readonly bytes: number;
}

export interface TarReaderOptions {
  /** What is read, for errors: `layer 2`. */
  name: string;
  /** Pays for headers and their records. */
  budget: Budget;
  /** Called for each entry. Its contents go to the returned sink, if any. */
  onEntry: (entry: TarEntry) => TarSink | undefined;
}

/** No path is longer than PATH_MAX, in UTF-8 and with the zeros that GNU tar adds. */
const maxNameBytes = 4 * maxPathLength;

/** The bytes of a header are summed. */
const headerSteps = 8;

/** Headers for the entry that follows them. */
interface Announced {
  records: ExtendedRecord[];
  longPath: string | undefined;
  longLinkTarget: string | undefined;
}

const nothing: Announced = { records: [], longPath: undefined, longLinkTarget: undefined };

export function createTarReader({ name, budget, onEntry }: TarReaderOptions): TarReader {
  let bytes = 0;
  let isComplete = false;
  let announced = nothing;
  let zeroBlocks = 0;
  let extendedBytes = 0;

  /** What the next bytes are for: one of these. */
  let skipped = 0;
  let block: { wanted: number; parts: Buffer[]; have: number; onFull: (bytes: Buffer) => void };
  let contents: { length: number; done: number; sink: TarSink | undefined } | undefined;
  /** What is between the contents and the next block. */
  let paddingAfter = 0;

  function broken(expected: string, found: string): ImageError {
    return new ImageError({
      expected: `${expected} at byte ${bytes} of ${name}`,
      found,
      fix: 'The archive is corrupt: create it again.',
    });
  }

  function sparse(format: string, path: string): ImageError {
    return new ImageError({
      expected: `all bytes of ${path} in ${name}`,
      found: `a sparse file in the format ${format} of GNU tar`,
      fix: 'Engines do not write such files: create the archive again, with docker save or without --sparse.',
    });
  }

  function collect(wanted: number, onFull: (bytes: Buffer) => void): void {
    block = { wanted, parts: [], have: 0, onFull };
    // Nothing would come for it.
    if (wanted === 0) onFull(Buffer.alloc(0));
  }

  function expectHeader(): void {
    collect(blockBytes, onHeader);
  }

  function onHeader(bytes: Buffer): void {
    budget.spend('steps', headerSteps);
    if (isZeroBlock(bytes)) {
      zeroBlocks += 1;
      if (zeroBlocks === 2) isComplete = true;
      else expectHeader();
      return;
    }
    zeroBlocks = 0;
    const header = readTarHeader(bytes);
    if (header === undefined) throw broken('the header of a tar entry', 'something else');
    switch (header.flag) {
      case 'x':
        return collectExtended(header, (body) => {
          budget.spend('steps', textSteps(body.length));
          const records = readExtendedHeader(body);
          if (records === undefined)
            throw broken('records of an extended header', 'something else');
          budget.spend('steps', records.length);
          announced = { ...announced, records };
        });
      case 'L':
        return collectName(header, (body) => {
          announced = { ...announced, longPath: untilZero(body) };
        });
      case 'K':
        return collectName(header, (body) => {
          announced = { ...announced, longLinkTarget: untilZero(body) };
        });
      case 'g':
        // Engines ignore these: git archive puts its commit there.
        countExtended(header);
        skipped = padded(header.size);
        return expectHeader();
      default:
        return startEntry(header);
    }
  }

  function countExtended({ size }: TarHeader): void {
    extendedBytes += blockBytes + size;
    if (size > maxExtendedHeaderBytes || extendedBytes > maxAllExtendedHeaderBytes) {
      throw broken(
        `extended headers of at most ${maxExtendedHeaderBytes} bytes each, ${maxAllExtendedHeaderBytes} together`,
        `${size} bytes, ${extendedBytes} together`,
      );
    }
  }

  function collectName(header: TarHeader, then: (body: Buffer) => void): void {
    if (header.size > maxNameBytes) {
      throw broken(`a name of at most ${maxNameBytes} bytes`, `${header.size} bytes`);
    }
    collectExtended(header, then);
  }

  function collectExtended(header: TarHeader, then: (body: Buffer) => void): void {
    countExtended(header);
    collect(padded(header.size), (body) => {
      then(body.subarray(0, header.size));
      expectHeader();
    });
  }

  function startEntry(header: TarHeader): void {
    const { records: list, longPath, longLinkTarget } = announced;
    announced = nothing;
    const records = new Map(list);
    const path = records.get('path') ?? longPath ?? header.path;
    const format = sparseFormat(header.flag, records);
    if (format !== undefined) throw sparse(format, records.get('GNU.sparse.name') ?? path);
    const type = entryType(header.flag, path);
    if (type === undefined) {
      throw broken('a file, a directory, a link or a device', `an entry of type "${header.flag}"`);
    }
    if (path === '' || path.includes('\0')) throw broken('the name of an entry', 'none');
    const isLink = type === 'symlink' || type === 'hard-link';
    const stored = numberOf(records, 'size') ?? header.size;
    const entry = {
      path,
      type,
      mode: header.mode,
      uid: numberOf(records, 'uid') ?? header.uid,
      gid: numberOf(records, 'gid') ?? header.gid,
      size: type === 'file' ? stored : 0,
      linkTarget: isLink
        ? (records.get('linkpath') ?? longLinkTarget ?? header.linkTarget)
        : undefined,
      ...(isEffective(records.get('SCHILY.xattr.security.capability')) && { isCapable: true }),
    };
    // Go's archive/tar takes no contents of what is no file either, whatever the size.
    const length = entry.size;
    paddingAfter = padded(length) - length;
    contents = { length, done: 0, sink: onEntry(entry) };
    if (length === 0) endContents();
  }

  function numberOf(records: Map<string, string>, key: string): number | undefined {
    const text = records.get(key);
    if (text === undefined) return undefined;
    const number = decimalNumber(text);
    if (number === undefined) throw broken(`a number as ${key}`, JSON.stringify(text.slice(0, 40)));
    return number;
  }

  function endContents(): void {
    const { sink } = contents!;
    contents = undefined;
    skipped = paddingAfter;
    sink?.end();
    expectHeader();
  }

  /** Returns how many bytes of the chunk were used. */
  function consume(chunk: Buffer): number {
    if (skipped > 0) {
      const count = Math.min(skipped, chunk.length);
      skipped -= count;
      return count;
    }
    if (contents !== undefined) {
      const { length, done, sink } = contents;
      const count = Math.min(length - done, chunk.length);
      contents.done += count;
      sink?.data(chunk.subarray(0, count), done);
      if (count === length - done) endContents();
      return count;
    }
    const count = Math.min(block.wanted - block.have, chunk.length);
    block.parts.push(chunk.subarray(0, count));
    block.have += count;
    if (block.have === block.wanted) {
      const { parts, onFull } = block;
      onFull(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
    }
    return count;
  }

  expectHeader();
  return {
    write(chunk) {
      for (let left = chunk; left.length > 0;) {
        const used = isComplete ? 0 : consume(left);
        if (used === 0) return;
        bytes += used;
        left = left.subarray(used);
      }
    },
    end() {
      const isBetweenEntries =
        contents === undefined && skipped === 0 && block.have === 0 && block.onFull === onHeader;
      if (isComplete || (isBetweenEntries && announced === nothing)) return;
      throw new ImageError({
        expected: `more of ${name} after ${bytes} bytes`,
        found: 'its end',
        fix: 'The archive is truncated: create it again.',
      });
    },
    get isComplete() {
      return isComplete;
    },
    get bytes() {
      return bytes;
    },
  };
}

/** The flag VFS_CAP_FLAGS_EFFECTIVE in the first byte of file capabilities (include/uapi/linux/capability.h). */
function isEffective(capabilities: string | undefined): boolean {
  return ((capabilities?.charCodeAt(0) ?? 0) & 1) === 1;
}

function padded(size: number): number {
  return Math.ceil(size / blockBytes) * blockBytes;
}

function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}
