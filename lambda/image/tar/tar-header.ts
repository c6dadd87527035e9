import type { TarEntryType } from './tar-entry.ts';
import { tarNumber } from './tar-numbers.ts';

export const blockBytes = 512;

/** A header block as POSIX.1-1988 (ustar), GNU tar and the old tar of Unix write it. */
export interface TarHeader {
  /** The character that tells what follows: `0`, `5`, `x`, `L`… */
  flag: string;
  path: string;
  linkTarget: string;
  mode: number;
  uid: number;
  gid: number;
  /** Of what follows in the archive, in bytes. */
  size: number;
}

/** Undefined if the block is not a header: the checksum or a number is invalid. */
export function readTarHeader(block: Buffer): TarHeader | undefined {
  if (!isChecksumRight(block)) return undefined;
  const [mode, uid, gid, size] = [
    tarNumber(block, 100, 8),
    tarNumber(block, 108, 8),
    tarNumber(block, 116, 8),
    tarNumber(block, 124, 12),
  ];
  if (mode === undefined || uid === undefined || gid === undefined || size === undefined) {
    return undefined;
  }
  const flag = block[156] === 0 ? '0' : String.fromCharCode(block[156]!);
  const name = text(block, 0, 100);
  // GNU tar has other fields in place of the prefix, and a space in the magic.
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? text(block, 345, 155) : '';
  return {
    flag,
    path: prefix === '' ? name : `${prefix}/${name}`,
    linkTarget: text(block, 157, 100),
    mode: mode & 0o7777,
    uid,
    gid,
    size,
  };
}

export function isZeroBlock(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

function text(block: Buffer, at: number, length: number): string {
  const end = block.indexOf(0, at);
  return block.toString('utf8', at, end === -1 || end > at + length ? at + length : end);
}

/** The sum of all bytes, with spaces in place of itself. Some old tar implementations sum signed bytes. */
function isChecksumRight(block: Buffer): boolean {
  let [unsigned, signed] = [8 * 32, 8 * 32];
  for (let index = 0; index < blockBytes; index += 1) {
    if (index >= 148 && index < 156) continue;
    const byte = block[index]!;
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  const written = tarNumber(block, 148, 8);
  return written === unsigned || written === signed;
}

/** `7` is a file that real-time systems keep in one piece, `0` what all others are. */
export function entryType(flag: string, path: string): TarEntryType | undefined {
  switch (flag) {
    case '0':
      // The old tar of Unix has no other mark for a directory.
      return path.endsWith('/') ? 'directory' : 'file';
    case '7':
      return 'file';
    case '1':
      return 'hard-link';
    case '2':
      return 'symlink';
    case '3':
      return 'character-device';
    case '4':
      return 'block-device';
    case '5':
      return 'directory';
    case '6':
      return 'fifo';
    default:
      return undefined;
  }
}
