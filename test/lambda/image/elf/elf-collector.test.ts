import { expect, test } from 'vitest';

import { createElfCollector } from '../../../../lambda/image/elf/elf-collector.ts';
import { buildElf, type ElfParts } from './build-elf.ts';
import { readWholeElf } from './read-whole-elf.ts';

const parts: ElfParts = {
  class: 64,
  byteOrder: 'little',
  interpreter: '/lib/ld.so',
  needed: ['libc.so.6'],
  versionNeeds: [{ library: 'libc.so.6', versions: [{ name: 'GLIBC_2.34', isWeak: false }] }],
};

const megabytes = 1024 ** 2;

const stream = (
  bytes: Buffer,
  chunkBytes: number,
  wanted?: { offset: number; length: number }[],
) => {
  const collector = createElfCollector(bytes.length, wanted);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    collector.data(bytes.subarray(at, at + chunkBytes), at);
  }
  return collector.end();
};

test.each([1, 7, 512, 65_536])('a small file in chunks of %i bytes', (chunkBytes) => {
  const bytes = buildElf(parts);
  expect(stream(bytes, chunkBytes)).toEqual(readWholeElf(bytes));
});

test('a dynamic table at the end of a large file, as linkers put it, is read on the way', () => {
  const bytes = buildElf({ ...parts, paddingBytes: 40 * megabytes });
  expect(stream(bytes, 65_536)).toEqual(readWholeElf(bytes));
});

test('tables at the end of a large file, as patchelf puts them, are read on the way', () => {
  const bytes = buildElf({ ...parts, paddingBytes: 40 * megabytes, isDynamicFirst: true });
  expect(stream(bytes, 65_536)).toEqual(readWholeElf(bytes));
});

test('tables between what is kept and a dynamic table behind them are asked for', () => {
  const padded = buildElf({ ...parts, paddingBytes: 0, interpreter: '/lib/ld.so' });
  const bytes = movedTables(padded, 20 * megabytes, 40 * megabytes);
  const first = stream(bytes, 65_536);
  expect(first).toHaveProperty('missing');
  const wanted = 'missing' in first ? first.missing : [];
  const second = stream(bytes, 65_536, wanted);
  expect(second).toEqual(readWholeElf(bytes));
  expect(second).toHaveProperty('facts.needed', ['libc.so.6']);
});

/** Leaves the headers at the beginning, and puts the tables and the dynamic table so far behind. */
const movedTables = (elf: Buffer, tablesAt: number, dynamicAt: number): Buffer => {
  const headers = 64 + 3 * 56 + '/lib/ld.so\0'.length;
  const dynamicBytes = 6 * 16;
  const oldDynamicAt = elf.length - dynamicBytes;
  const bytes = Buffer.alloc(dynamicAt + dynamicBytes);
  elf.copy(bytes, 0, 0, headers);
  elf.copy(bytes, tablesAt, headers, oldDynamicAt);
  elf.copy(bytes, dynamicAt, oldDynamicAt);
  // The loaded segment is the whole file, the second one the dynamic table.
  bytes.writeBigUInt64LE(BigInt(bytes.length), 64 + 32);
  bytes.writeBigUInt64LE(BigInt(dynamicAt), 64 + 56 + 8);
  for (let at = dynamicAt; at < bytes.length; at += 16) {
    const tag = bytes.readBigUInt64LE(at);
    if (tag !== 5n && tag !== 0x6ffffffen) continue;
    bytes.writeBigUInt64LE(bytes.readBigUInt64LE(at + 8) + BigInt(tablesAt - headers), at + 8);
  }
  return bytes;
};
