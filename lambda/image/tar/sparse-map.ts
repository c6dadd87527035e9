import type { ExtendedRecord } from './extended-header.ts';
import { blockBytes } from './tar-header.ts';
import { decimalNumber, tarNumber } from './tar-numbers.ts';

/** The parts of a sparse file that are in the archive, one after another; zeros are between them. */
export type SparseMap = { offset: number; length: number }[];

/** GNU tar's manual, "Storing Sparse Files", has the four formats. */
export function sparseFormat(
  flag: string,
  records: Map<string, string>,
): 'old-gnu' | 'records' | 'contents' | undefined {
  if (flag === 'S') return 'old-gnu';
  if (records.get('GNU.sparse.major') === '1') return 'contents';
  return records.has('GNU.sparse.map') || records.has('GNU.sparse.numblocks')
    ? 'records'
    : undefined;
}

/** Format old GNU: four parts in the header, with a mark if a block of more follows. */
export function oldGnuMap(header: Buffer): OldGnuPart | undefined {
  return oldGnuParts(header, 386, 4);
}

/** …and 21 in each block that follows. */
export function oldGnuExtension(block: Buffer): OldGnuPart | undefined {
  return oldGnuParts(block, 0, 21);
}

/** Where the header of format old GNU has the size of the whole file. */
export function oldGnuSize(header: Buffer): number | undefined {
  return tarNumber(header, 483, 12);
}

interface OldGnuPart {
  map: SparseMap;
  continues: boolean;
}

function oldGnuParts(block: Buffer, at: number, count: number): OldGnuPart | undefined {
  const map: SparseMap = [];
  for (let index = 0; index < count; index += 1) {
    const place = at + index * 24;
    if (block[place] === 0) break;
    const [offset, length] = [tarNumber(block, place, 12), tarNumber(block, place + 12, 12)];
    if (offset === undefined || length === undefined) return undefined;
    map.push({ offset, length });
  }
  return { map, continues: block[at + count * 24] !== 0 };
}

/** Formats 0.0 and 0.1: pairs of numbers in records of the extended header. */
export function recordedMap(records: ExtendedRecord[]): SparseMap | undefined {
  const whole = records.findLast(([name]) => name === 'GNU.sparse.map')?.[1];
  const numbers =
    whole?.split(',') ??
    records
      .filter(([name]) => name === 'GNU.sparse.offset' || name === 'GNU.sparse.numbytes')
      .map(([, value]) => value);
  return pairs(numbers.map(decimalNumber));
}

/**
 * Format 1.0: lines at the beginning of the contents, filled up to whole blocks: how many parts, then the
 * numbers of each. Takes block by block, and gives the map when it is complete, undefined if the bytes are no
 * such lines.
 */
export function createContentsMap() {
  const numbers: (number | undefined)[] = [];
  let line = '';
  return (block: Buffer): SparseMap | 'more' | undefined => {
    const lines = (line + block.toString('latin1')).split('\n');
    // What is behind the last newline may be the beginning of a number.
    line = lines.pop()!;
    for (const each of lines) {
      numbers.push(decimalNumber(each));
      if (numbers[0] === undefined) return undefined;
      if (numbers.length === 1 + numbers[0] * 2) return pairs(numbers.slice(1));
    }
    return line.length > blockBytes ? undefined : 'more';
  };
}

function pairs(numbers: (number | undefined)[]): SparseMap | undefined {
  if (numbers.length % 2 !== 0) return undefined;
  const map: SparseMap = [];
  for (let index = 0; index < numbers.length; index += 2) {
    const [offset, length] = [numbers[index], numbers[index + 1]];
    if (offset === undefined || length === undefined) return undefined;
    map.push({ offset, length });
  }
  return map;
}

/** Whether the parts lie one behind another within the file, and are what the archive has. */
export function isSparseMapRight(map: SparseMap, size: number, stored: number): boolean {
  let [end, sum] = [0, 0];
  for (const { offset, length } of map) {
    if (offset < end || offset + length > size) return false;
    end = offset + length;
    sum += length;
  }
  return sum === stored;
}
