/** The records of an extended header (pax, POSIX.1-2001) in their order: names may come more than once. */
export type ExtendedRecord = [name: string, value: string];

/** `LENGTH NAME=VALUE\n` over and over, where the length is that of all of it. Undefined if they are not, or too many. */
export function readExtendedHeader(bytes: Buffer): ExtendedRecord[] | undefined {
  const records: ExtendedRecord[] = [];
  for (let at = 0; at < bytes.length;) {
    // GNU tar fills up with zeros.
    if (bytes[at] === 0) break;
    const space = bytes.subarray(at, at + maxDigits + 1).indexOf(0x20);
    const digits = space === -1 ? '' : bytes.toString('latin1', at, at + space);
    const length = /^\d+$/.test(digits) ? Number(digits) : 0;
    const end = at + length;
    if (length < space + 3 || end > bytes.length || bytes[end - 1] !== 0x0a) return undefined;
    const record = bytes.toString('utf8', at + space + 1, end - 1);
    const equals = record.indexOf('=');
    if (equals < 1) return undefined;
    if (records.length === maxRecords) return undefined;
    records.push([record.slice(0, equals), record.slice(equals + 1)]);
    at = end;
  }
  return records;
}

/** Files have some extended attributes; Linux keeps at most 64 KiB of their names. */
const maxRecords = 4096;

/** Headers are at most some megabytes long. */
const maxDigits = 8;
