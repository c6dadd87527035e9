import type { ByteRange } from './byte-range.ts';
import { ElfProblem, MissingBytes } from './elf-fields.ts';
import type { KnownBytes } from './known-bytes.ts';

/** No path and no name is longer on Linux (PATH_MAX); a search path of many directories may be. */
const maxStringBytes = 16_384;

/** What all strings of a file may have together: offsets may all point to one long string. */
const maxBytes = 1024 * 1024;

/** Most names end within this. */
const usualBytes = 256;

/** Asked for at once where a name is not known yet, since its length is not known either. */
const aheadBytes = 4096;

/** Reads the strings at offsets of a string table. Requests all missing ranges at once. */
export function readStrings(
  file: KnownBytes,
  table: ByteRange,
  offsets: Iterable<number>,
): Map<number, string> {
  const strings = new Map<number, string>();
  const missing: ByteRange[] = [];
  let bytesLeft = maxBytes;
  for (const at of new Set(offsets)) {
    if (at >= table.length) {
      throw new ElfProblem(
        `Expected a name within the string table of ${table.length} bytes, found the offset ${at}.`,
      );
    }
    const most = Math.min(maxStringBytes, table.length - at, file.size - table.offset - at);
    if (most <= 0) {
      throw new ElfProblem(
        `Expected a string table at offset ${table.offset}, found the end of the file at ${file.size}.`,
      );
    }
    const found = readString(file, table.offset + at, most);
    if (typeof found === 'object') {
      missing.push(found);
      continue;
    }
    bytesLeft -= found.length;
    if (bytesLeft < 0) {
      throw new ElfProblem(`Expected names of at most ${maxBytes} bytes together, found more.`);
    }
    strings.set(at, found);
  }
  if (missing.length > 0) throw new MissingBytes(missing);
  return strings;
}

function readString(file: KnownBytes, offset: number, most: number): string | ByteRange {
  for (let length = Math.min(usualBytes, most); ; length = Math.min(length * 4, most)) {
    const bytes = file.read(offset, length);
    if (bytes === undefined)
      return { offset, length: Math.min(Math.max(length, aheadBytes), most) };
    const end = bytes.indexOf(0);
    if (end !== -1) return bytes.toString('utf8', 0, end);
    if (length === most) {
      throw new ElfProblem(
        `Expected a name that ends within ${most} bytes at offset ${offset}, found no end.`,
      );
    }
  }
}
