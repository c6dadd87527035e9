/** Writes entries that no tar implementation writes. */
export interface RawEntry {
  path: string;
  /** `0` is a file, `1` a hard link, `2` a symlink, `5` a directory, `x` an extended header… */
  flag?: string;
  mode?: number;
  uid?: number;
  gid?: number;
  linkTarget?: string;
  content?: Buffer | string;
  /** In the header, where it is not that of the content. */
  size?: number;
  /** Changes the header before its sum is made. */
  patch?: (header: Buffer) => void;
}

const blockBytes = 512;

export function tarHeader(entry: RawEntry): Buffer {
  const header = Buffer.alloc(blockBytes);
  function octal(value: number, at: number, length: number) {
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  }
  header.write(entry.path, 0, 100, 'utf8');
  octal(entry.mode ?? (entry.flag === '5' ? 0o755 : 0o644), 100, 8);
  octal(entry.uid ?? 0, 108, 8);
  octal(entry.gid ?? 0, 116, 8);
  const size = entry.size ?? Buffer.byteLength(entry.content ?? '');
  if (size < 8 ** 11) octal(size, 124, 12);
  else header.writeBigUInt64BE(BigInt(size), 128);
  if (size >= 8 ** 11) header[124] = 0x80;
  octal(0, 136, 12);
  header.write(entry.flag ?? '0', 156, 'latin1');
  header.write(entry.linkTarget ?? '', 157, 100, 'utf8');
  header.write('ustar\x0000', 257, 'latin1');
  entry.patch?.(header);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

export function tarEntry(entry: RawEntry): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const padding = Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes);
  return Buffer.concat([tarHeader(entry), content, padding]);
}

/** A whole tar, with its end. */
export function writeTar(entries: RawEntry[]): Buffer {
  return Buffer.concat([...entries.map(tarEntry), Buffer.alloc(2 * blockBytes)]);
}

/** Extended header for the entry that follows. */
export function paxHeader(records: [string, string][]): RawEntry {
  return {
    path: 'PaxHeaders/x',
    flag: 'x',
    content: records.map(([name, value]) => paxRecord(name, value)).join(''),
  };
}

export function paxRecord(name: string, value: string): string {
  const rest = Buffer.byteLength(` ${name}=${value}\n`);
  const length = rest + String(rest + String(rest).length).length;
  return `${length} ${name}=${value}\n`;
}
