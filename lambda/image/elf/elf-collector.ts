import type { Budget } from '../budget.ts';
import type { ByteRange } from './byte-range.ts';
import { mergedRanges } from './merged-ranges.ts';
import { createKnownBytes, type KnownBytes } from './known-bytes.ts';
import type { ElfFacts } from './elf-facts.ts';
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

export function createElfCollector(
  size: number,
  budget: Budget,
  wanted: ByteRange[] = [],
): ElfCollector {
  let ranges = mergedRanges(wanted);
  let known: KnownBytes | undefined = createKnownBytes(size, budget);
  let result: ElfResult | undefined;
  let position = 0;
  /** How many of the ranges are behind the position. */
  let passed = 0;
  let tryAt = Math.min(size, Math.max(firstTryBytes, endOf(ranges)));
  let tries = 0;

  function attempt(): void {
    tries += 1;
    const got: ElfResult =
      tries > maxTries
        ? { problem: `Expected tables that can be read in ${maxTries} steps, found more.` }
        : readElf(known!);
    if (!('missing' in got)) {
      if ('facts' in got) budget.spend('keptBytes', factsBytes(got.facts));
      result = got;
      known = undefined;
      return;
    }
    budget.spend('steps', ranges.length + got.missing.length);
    ranges = mergedRanges([...ranges, ...got.missing]);
    passed = 0;
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
    while (passed < ranges.length && endOfRange(ranges[passed]!) <= offset) passed += 1;
    for (let index = passed; index < ranges.length; index += 1) {
      const range = ranges[index]!;
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

/** About what they take in memory. */
function factsBytes(facts: ElfFacts): number {
  const { needed, versionNeeds, versionDefinitions = [], soname, rpath, runpath } = facts;
  const names = [
    ...[soname, rpath, runpath, facts.interpreter].filter((each) => each !== undefined),
    ...needed,
    ...versionNeeds.flatMap(({ library, versions }) => [
      library,
      ...versions.map(({ name }) => name),
    ]),
    ...versionDefinitions.map(({ name }) => name),
  ];
  return names.reduce((sum, { length }) => sum + nameBytes + length, 0);
}

/** With the object that has it. */
const nameBytes = 64;

function endOfRange({ offset, length }: ByteRange): number {
  return offset + length;
}

function endOf(ranges: ByteRange[]): number {
  return ranges.reduce((end, range) => Math.max(end, endOfRange(range)), 0);
}
