import { expect, test } from 'vitest';

import { createBudget } from '../../../../lambda/image/budget.ts';
import { createElfCollector } from '../../../../lambda/image/elf/elf-collector.ts';
import { buildElf, type ElfParts } from './build-elf.ts';
import { moveTables } from './move-tables.ts';
import { readWholeElf } from './read-whole-elf.ts';

const parts: ElfParts = {
  class: 64,
  byteOrder: 'little',
  interpreter: '/lib/ld.so',
  needed: ['libc.so.6'],
  versionNeeds: [{ library: 'libc.so.6', versions: [{ name: 'GLIBC_2.34', isWeak: false }] }],
};

const megabytes = 1024 ** 2;

function stream(bytes: Buffer, chunkBytes: number, wanted?: { offset: number; length: number }[]) {
  const collector = createElfCollector(bytes.length, createBudget('a file'), wanted);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    collector.data(bytes.subarray(at, at + chunkBytes), at);
  }
  return collector.end();
}

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
  const bytes = moveTables(buildElf(parts), 20 * megabytes, 40 * megabytes);
  const first = stream(bytes, 65_536);
  expect(first).toHaveProperty('missing');
  const wanted = 'missing' in first ? first.missing : [];
  const second = stream(bytes, 65_536, wanted);
  expect(second).toEqual(readWholeElf(bytes));
  expect(second).toHaveProperty('facts.needed', ['libc.so.6']);
});
