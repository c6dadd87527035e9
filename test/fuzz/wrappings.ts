import { gzipSync, zstdCompressSync } from 'node:zlib';

import { paxRecord, type RawEntry, tarEntry } from '../lambda/image/tar/write-tar.ts';
import { pick } from '../lambda/random.ts';

/** What can be done to the bytes of a tar: that of a layer, or the archive itself. `size` is about what is added. */
export const wrappings: Readonly<
  Record<string, (tar: Buffer, random: () => number, size: number) => Buffer>
> = {
  'as it is': (tar) => tar,
  gzip: (tar) => gzipSync(tar),
  zstd: (tar) => zstdCompressSync(tar),
  // The header of a frame with a window of 128 MiB, and an empty block: RFC 8878, section 3.1.1.
  'zstd with a large window': (tar) =>
    Buffer.concat([Buffer.from('28b52ffd0088010000', 'hex'), zstdCompressSync(tar)]),
  'cut off': (tar, random) => tar.subarray(0, Math.floor(random() * tar.length)),
  'cut off gzip': (tar, random) => {
    const bytes = gzipSync(tar);
    return bytes.subarray(0, Math.floor(random() * bytes.length));
  },
  'cut off zstd': (tar, random) => {
    const bytes = zstdCompressSync(tar);
    return bytes.subarray(0, Math.floor(random() * bytes.length));
  },
  'changed bytes': (tar, random) => changed(tar, random),
  'changed gzip': (tar, random) => changed(gzipSync(tar), random),
  'changed zstd': (tar, random) => changed(zstdCompressSync(tar), random),
  'garbage behind gzip': (tar, random) =>
    Buffer.concat([
      gzipSync(tar),
      pick(random, [Buffer.from('garbage'), Buffer.from([0x1f, 0x8b]), Buffer.alloc(99)]),
    ]),
  'garbage behind zstd': (tar, random) =>
    Buffer.concat([
      zstdCompressSync(tar),
      pick(random, [Buffer.from('garbage'), Buffer.alloc(99)]),
    ]),
  'zeros behind gzip': (tar, _, size) =>
    Buffer.concat([
      gzipSync(tar),
      ...Array.from({ length: Math.min(size, 14) }, () => zerosInGzip()),
    ]),
  'zeros before gzip': (tar, _, size) =>
    Buffer.concat([
      gzipSync(tarEntry({ path: 'zeros', size: 64 * MiB * Math.min(size, 14) }).subarray(0, 512)),
      ...Array.from({ length: Math.min(size, 14) }, () => zerosInGzip()),
      gzipSync(tar),
    ]),
  'zeros before zstd': (tar, _, size) =>
    Buffer.concat([
      zstdCompressSync(
        tarEntry({ path: 'zeros', size: 64 * MiB * Math.min(size, 99) }).subarray(0, 512),
      ),
      ...Array.from({ length: Math.min(size, 99) }, () => zerosInZstd()),
      zstdCompressSync(tar),
    ]),
  'gzip of many members': (tar) => pieces(tar, (piece) => gzipSync(piece)),
  'zstd of many frames': (tar) => pieces(tar, (piece) => zstdCompressSync(piece)),
  'zstd of frames to skip': (tar, _, size) =>
    Buffer.concat([
      ...Array.from({ length: size * 10 }, () => Buffer.from('502a4d1800000000', 'hex')),
      zstdCompressSync(tar),
    ]),
  'headers for all': (tar, _, size) =>
    gzipSync(
      before(tar, size * 100, { path: 'pax', flag: 'g', content: paxRecord('comment', 'x') }),
    ),
  'extended headers of short records': (tar, _, size) =>
    gzipSync(
      before(tar, Math.ceil(size / 10), {
        path: 'pax',
        flag: 'x',
        content: '5 a=\n'.repeat(200_000),
      }),
    ),
  'extended headers of one long record': (tar, _, size) =>
    gzipSync(
      before(tar, Math.ceil(size / 2), {
        path: 'pax',
        flag: 'x',
        content: paxRecord('comment', 'x'.repeat(1_000_000)),
      }),
    ),
  'long names over and over': (tar, _, size) =>
    gzipSync(
      before(tar, Math.ceil(size / 2), { path: 'l', flag: 'L', content: 'n'.repeat(1_000_000) }),
    ),
  'numbers of all kinds': (tar, random) =>
    Buffer.concat([
      tarEntry({
        path: 'n',
        patch(header) {
          header.write(
            pick(random, [
              '\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff',
              '\xff'.repeat(12),
              '77777777777\0',
              '-1\0',
              '9',
              ' 1 2',
            ]),
            pick(random, [100, 108, 116, 124]),
            'latin1',
          );
        },
      }),
      tar,
    ]),
  'other types': (tar, random) =>
    Buffer.concat([
      tarEntry({
        path: pick(random, ['n', '', '\0', '/', '..', '\xff\xfe', '.wh.', '.wh...']),
        flag: pick(random, [...'0123456789LKgxSVMNAD\xff']),
      }),
      tar,
    ]),
  'in one another': (tar) => gzipSync(zstdCompressSync(gzipSync(tar))),
};

const MiB = 1024 ** 2;

let gzipZeros: Buffer | undefined;
function zerosInGzip(): Buffer {
  return (gzipZeros ??= gzipSync(Buffer.alloc(64 * MiB)));
}
let zstdZeros: Buffer | undefined;
function zerosInZstd(): Buffer {
  return (zstdZeros ??= zstdCompressSync(Buffer.alloc(64 * MiB)));
}

function before(tar: Buffer, count: number, entry: RawEntry): Buffer {
  const bytes = tarEntry(entry);
  const most = Math.floor((600 * MiB) / bytes.length);
  return Buffer.concat([...Array.from({ length: Math.min(count, most) }, () => bytes), tar]);
}

function changed(bytes: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  for (let changes = 1 + Math.floor(random() * 8); changes > 0; changes -= 1) {
    const reach = pick(random, [512, 4096, copy.length]);
    copy[Math.floor(random() * Math.min(reach, copy.length))] = pick(random, [
      0,
      0x80,
      0xff,
      Math.floor(random() * 256),
    ]);
  }
  return copy;
}

function pieces(tar: Buffer, pack: (piece: Buffer) => Buffer): Buffer {
  const pieceBytes = Math.max(512, Math.ceil(tar.length / 5000));
  const packed: Buffer[] = [];
  for (let at = 0; at < tar.length; at += pieceBytes) {
    packed.push(pack(tar.subarray(at, at + pieceBytes)));
  }
  return Buffer.concat(packed);
}
