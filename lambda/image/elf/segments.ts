import type { ByteRange } from './byte-range.ts';
import { elfBytes, type ElfEncoding, ElfProblem, elfFields } from './elf-fields.ts';
import type { ElfHeader } from './elf-header.ts';
import type { KnownBytes } from './known-bytes.ts';

/** A part of the file that is mapped to memory or read by the loader (a program header). */
export type Segment = ByteRange & { type: number; address: number };

export const segmentType = { load: 1, dynamic: 2, interpreter: 3 } as const;

/** What Linux reads at most (load_elf_phdrs in fs/binfmt_elf.c). */
const maxTableBytes = 65_536;

/** Relocatable files have none. */
export function readSegments(
  file: KnownBytes,
  encoding: ElfEncoding,
  { offset, entrySize, count }: ElfHeader['programHeaders'],
): Segment[] {
  if (count === 0) return [];
  const is64 = encoding.class === 64;
  const expectedSize = is64 ? 56 : 32;
  if (entrySize !== expectedSize) {
    throw new ElfProblem(
      `Expected program headers of ${expectedSize} bytes each, found ${entrySize}.`,
    );
  }
  const length = count * entrySize;
  if (length > maxTableBytes) {
    throw new ElfProblem(
      `Expected program headers of at most ${maxTableBytes} bytes, found ${length}.`,
    );
  }
  const table = elfBytes(file, 'program headers', { offset, length });
  return Array.from({ length: count }, (_, index) => {
    const at = index * entrySize;
    const fields = elfFields(table.subarray(at, at + entrySize), encoding);
    return {
      type: fields.u32(0),
      offset: fields.word(is64 ? 8 : 4),
      address: fields.word(is64 ? 16 : 8),
      length: fields.word(is64 ? 32 : 16),
    };
  });
}

/** Where in the file the bytes are that are mapped to an address, and how many follow in its segment. */
export function locate(segments: Segment[], what: string, address: number): ByteRange {
  for (const segment of segments) {
    if (segment.type !== segmentType.load) continue;
    const within = address - segment.address;
    if (within >= 0 && within < segment.length) {
      return { offset: segment.offset + within, length: segment.length - within };
    }
  }
  throw new ElfProblem(
    `Expected ${what} within a loaded segment, found the address 0x${address.toString(16)}.`,
  );
}
