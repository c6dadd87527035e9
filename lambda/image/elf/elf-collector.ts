import type { ByteRange } from './byte-range.ts';
import { createKnownBytes, type KnownBytes } from './known-bytes.ts';
import { type ElfResult, readElf } from './read-elf.ts';

/** Receives an ELF file as a stream and keeps the parts that are needed to read it. */
export interface ElfCollector {
  /** The next bytes and where they are in the file; what is left out are zeros. */
  data(bytes: Buffer, offset: number): void;
  /** Called at the end of the file. If `missing` is returned, the file has to be streamed again to a new collector. */
  end(): ElfResult;
}

/**
 * Linkers put the tables before the code and the dynamic table behind it: what is needed of a file mostly lies in
 * its beginning, which is kept until the dynamic table has come. The tables of binaries as large as
 * Node.js are within this size.
 */
const headBytes = 16 * 1024 ** 2;

/** Small files have it all before this, and large ones say where more is. */
const firstTryBytes = 256 * 1024;

/** Real files need three; hostile ones could ask for one entry after another. */
const maxTries = 32;

export function createElfCollector(size: number, wanted: ByteRange[] = []): ElfCollector {
  let ranges = merged(wanted);
  let known: KnownBytes | undefined = createKnownBytes(size);
  let result: ElfResult | undefined;
  let position = 0;
  let tryAt = Math.min(size, Math.max(firstTryBytes, endOf(ranges)));
  let tries = 0;

  function attempt(): void {
    tries += 1;
    const got: ElfResult =
      tries > maxTries
        ? { problem: `Expected tables that can be read in ${maxTries} steps, found more.` }
        : readElf(known!);
    if (!('missing' in got)) {
      result = got;
      known = undefined;
      return;
    }
    ranges = merged([...ranges, ...got.missing]);
    // What is behind can come only when the file comes again: nothing else needs to be tried before its end.
    const isAhead = got.missing.every(({ offset }) => offset >= position || position <= headBytes);
    tryAt = isAhead ? Math.max(endOf(got.missing), position + 1) : size;
  }

  function keep(bytes: Buffer, offset: number): void {
    const end = offset + bytes.length;
    let from = offset;
    if (from < headBytes) {
      const count = Math.min(end, headBytes) - from;
      known!.add(from, bytes.subarray(0, count));
      from += count;
    }
    for (const range of ranges) {
      if (range.offset >= end) break;
      const [first, last] = [
        Math.max(from, range.offset),
        Math.min(end, range.offset + range.length),
      ];
      if (first < last) known!.add(first, bytes.subarray(first - offset, last - offset));
    }
  }

  return {
    data(bytes, offset) {
      if (known === undefined) return;
      keep(bytes, offset);
      position = offset + bytes.length;
      if (position >= tryAt && position < size) attempt();
    },
    end() {
      if (known !== undefined) {
        position = size;
        attempt();
      }
      return result ?? { missing: ranges };
    },
  };
}

function endOf(ranges: ByteRange[]): number {
  return ranges.reduce((end, { offset, length }) => Math.max(end, offset + length), 0);
}

/** In their order, and without overlaps. */
function merged(ranges: ByteRange[]): ByteRange[] {
  const sorted = ranges.toSorted((a, b) => a.offset - b.offset);
  const all: ByteRange[] = [];
  for (const { offset, length } of sorted) {
    const last = all.at(-1);
    if (last === undefined || offset > last.offset + last.length) all.push({ offset, length });
    else last.length = Math.max(last.length, offset + length - last.offset);
  }
  return all;
}
