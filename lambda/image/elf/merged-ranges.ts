import type { ByteRange } from './byte-range.ts';

/** In their order, and without overlaps. */
export function mergedRanges(ranges: ByteRange[]): ByteRange[] {
  const sorted = ranges.toSorted((a, b) => a.offset - b.offset);
  const all: ByteRange[] = [];
  for (const { offset, length } of sorted) {
    const last = all.at(-1);
    if (last === undefined || offset > last.offset + last.length) all.push({ offset, length });
    else last.length = Math.max(last.length, offset + length - last.offset);
  }
  return all;
}
