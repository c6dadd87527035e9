import type { ByteRange } from './byte-range.ts';
import type { KnownBytes } from './known-bytes.ts';

/** The file is not what an ELF file must be. Never leaves `readElf`. */
export class ElfProblem extends Error {
  override name = 'ElfProblem';
}

/** Bytes that are not known yet. Never leaves `readElf`. */
export class MissingBytes extends Error {
  override name = 'MissingBytes';
  readonly ranges: ByteRange[];

  constructor(ranges: ByteRange[]) {
    super('bytes are missing');
    this.ranges = ranges;
  }
}

/** One table or entry of the file, whose fields are read by their place in it. */
export interface ElfFields {
  bytes: Buffer;
  u16(at: number): number;
  u32(at: number): number;
  /** An address, offset or size, as wide as the class of the file. Exact up to 2^53, far beyond any file. */
  word(at: number): number;
}

/** How numbers are written in a file. */
export interface ElfEncoding {
  class: 32 | 64;
  byteOrder: 'little' | 'big';
}

export function elfFields(bytes: Buffer, encoding: ElfEncoding): ElfFields {
  const isLittle = encoding.byteOrder === 'little';
  function u32(at: number) {
    return isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  }
  return {
    bytes,
    u16: (at) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)),
    u32,
    word(at) {
      if (encoding.class === 32) return u32(at);
      const [low, high] = isLittle ? [u32(at), u32(at + 4)] : [u32(at + 4), u32(at)];
      return high * 2 ** 32 + low;
    },
  };
}

/** The bytes of something in the file. Throws what is wrong if they are not in the file, or not known yet. */
export function elfBytes(
  file: KnownBytes,
  what: string,
  { offset, length }: ByteRange,
  ahead = length,
): Buffer {
  if (offset + length > file.size) {
    throw new ElfProblem(
      `Expected ${what} of ${length} bytes at offset ${offset}, found the end of the file at ${file.size}.`,
    );
  }
  const bytes = file.read(offset, length);
  if (bytes !== undefined) return bytes;
  throw new MissingBytes([
    { offset, length: Math.min(Math.max(length, ahead), file.size - offset) },
  ]);
}
