import { describe, expect, test } from 'vitest';

import { createBudget } from '../../../../lambda/image/budget.ts';
import { createKnownBytes } from '../../../../lambda/image/elf/known-bytes.ts';
import { type ElfResult, readElf } from '../../../../lambda/image/elf/read-elf.ts';
import { buildElf, type ElfParts } from './build-elf.ts';
import { readWholeElf } from './read-whole-elf.ts';

const little: ElfParts = { class: 64, byteOrder: 'little' };

const linked = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  needed: ['libssl.so.3', 'libc.so.6'],
  soname: 'libhello.so.1',
  rpath: '/opt/a:/opt/b',
  runpath: '$ORIGIN/../lib',
  versionNeeds: [
    { library: 'libssl.so.3', versions: [{ name: 'OPENSSL_3.0.0', isWeak: true }] },
    {
      library: 'libc.so.6',
      versions: [
        { name: 'GLIBC_2.38', isWeak: false },
        { name: 'GLIBC_ABI_DT_RELR', isWeak: false },
      ],
    },
  ],
  versionDefinitions: [
    { name: 'libhello.so.1', isBase: true },
    { name: 'HELLO_1.0', isBase: false },
  ],
};

function factsOf(result: ElfResult) {
  if ('facts' in result) return result.facts;
  throw new Error(JSON.stringify(result));
}

function problemOf(bytes: Buffer): string {
  const result = readWholeElf(bytes);
  return 'problem' in result ? result.problem : JSON.stringify(result);
}

describe.each([
  { class: 64, byteOrder: 'little', machine: 62, architecture: 'amd64' },
  { class: 64, byteOrder: 'little', machine: 183, architecture: 'arm64' },
  { class: 64, byteOrder: 'big', machine: 22, architecture: 's390x' },
  { class: 32, byteOrder: 'little', machine: 40, architecture: 'arm' },
  { class: 32, byteOrder: 'big', machine: 8, architecture: 'mips' },
] as const)('$architecture: $class bits, $byteOrder-endian', ({ architecture, ...encoding }) => {
  test('tells all that a loader reads, without sections', () => {
    const { class: width, byteOrder, machine } = encoding;
    expect(factsOf(readWholeElf(buildElf({ ...encoding, ...linked })))).toEqual({
      class: width,
      byteOrder,
      machine,
      architecture,
      type: 'shared',
      ...linked,
      isStatic: false,
      isPie: false,
      ignoresDefaultDirectories: false,
    });
  });

  test('asks for what is not known, step by step', () => {
    const bytes = buildElf({ ...encoding, ...linked });
    const file = createKnownBytes(bytes.length, createBudget('a file'));
    const known = new Set<number>();
    let steps = 0;
    let result = readElf(file);
    for (; 'missing' in result; steps += 1) {
      for (const { offset, length } of result.missing) {
        for (let at = offset; at < offset + length; at += 1) known.add(at);
      }
      const next = createKnownBytes(bytes.length, createBudget('a file'));
      for (const at of [...known].toSorted((a, b) => a - b)) {
        next.add(at, bytes.subarray(at, at + 1));
      }
      result = readElf(next);
    }
    expect(factsOf(result)).toEqual(factsOf(readWholeElf(bytes)));
    expect(steps).toBeGreaterThan(2);
    expect(steps).toBeLessThan(12);
  });
});

test('a binary without interpreter and libraries is static, position-independent or not', () => {
  expect(factsOf(readWholeElf(buildElf({ ...little, type: 2 })))).toMatchObject({
    type: 'executable',
    interpreter: undefined,
    needed: [],
    versionNeeds: [],
    versionDefinitions: undefined,
    isStatic: true,
    isPie: false,
  });
  expect(factsOf(readWholeElf(buildElf({ ...little, flags1: 0x0800_0000 })))).toMatchObject({
    type: 'shared',
    isStatic: true,
    isPie: true,
  });
});

test('a library may keep its own out of the default directories', () => {
  const bytes = buildElf({ ...little, needed: ['libc.so.6'], flags1: 0x800 });
  expect(factsOf(readWholeElf(bytes))).toMatchObject({
    isStatic: false,
    ignoresDefaultDirectories: true,
  });
});

test('a library may have an empty interpreter, a program may not', () => {
  const library = buildElf({ ...little, interpreter: '', soname: 'libQt5Core.so.5' });
  expect(factsOf(readWholeElf(library))).toMatchObject({ interpreter: undefined });
  const program = buildElf({ ...little, interpreter: '' });
  expect(problemOf(program)).toContain('an interpreter of 2 to 4096 bytes, found 1');
});

test('an object file has no program headers', () => {
  const bytes = buildElf({ ...little, type: 1 });
  bytes.writeUInt16LE(0, 56);
  expect(factsOf(readWholeElf(bytes))).toMatchObject({ type: 'relocatable', isStatic: true });
});

test('a machine without a name in Docker has its number', () => {
  const facts = factsOf(readWholeElf(buildElf({ ...little, machine: 0x9026 })));
  expect(facts).toMatchObject({ machine: 0x9026, architecture: undefined });
});

describe('says what was expected and found in', () => {
  function change(at: number, value: number, size: 1 | 2 | 4 = 1): Buffer {
    const bytes = buildElf({ ...little, ...linked });
    bytes.writeUIntLE(value, at, size);
    return bytes;
  }

  test.each([
    ['an empty file', Buffer.alloc(0), 'identification of 16 bytes at offset 0'],
    ['a text', Buffer.from('#!/bin/sh\necho hello\n'), 'an ELF file, found another magic number'],
    ['a class that is none', change(4, 3), 'class 1 (32 bits) or 2 (64 bits), found 3'],
    ['a byte order that is none', change(5, 0), 'found 0'],
    ['a later version of ELF', change(6, 2), 'version 1, found 2'],
    ['program headers beyond the end', change(32, 0xffffff, 4), 'found the end of the file at'],
    ['program headers of another size', change(54, 57, 2), '56 bytes each, found 57'],
    ['more program headers than Linux reads', change(56, 2000, 2), 'at most 65536 bytes'],
    ['an interpreter that does not end', change(64 + 56 * 3 + 27, 0x41), 'ends with a zero'],
  ])('%s', (_, bytes, problem) => {
    expect(problemOf(bytes)).toContain(problem);
  });

  test('version needs that lead back', () => {
    const bytes = buildElf({ ...little, ...linked });
    // The distance from the first need to the next, behind the string table.
    const at = bytes.indexOf(Buffer.from('01000100', 'hex'));
    bytes.writeUInt32LE(0, at + 12);
    expect(readWholeElf(bytes)).toHaveProperty('facts.versionNeeds.length', 1);
    bytes.writeUInt32LE(8, at + 12);
    expect(problemOf(bytes)).toContain('at least 16 bytes further, found 8');
  });

  test('names beyond the string table', () => {
    const bytes = buildElf({ ...little, needed: ['libc.so.6'] });
    const dynamicAt = bytes.length - 4 * 16;
    bytes.writeBigUInt64LE(0xffffn, dynamicAt + 8);
    expect(problemOf(bytes)).toContain('found the offset 65535');
  });

  test('tables at addresses that are not in the file', () => {
    const bytes = buildElf({ ...little, needed: ['libc.so.6'] });
    bytes.writeBigUInt64LE(0x10n, bytes.length - 3 * 16 + 8);
    expect(problemOf(bytes)).toContain('found the address 0x10');
  });
});

test('a hostile file with tables that share their entries is refused, not followed', () => {
  const versions = Array.from({ length: 60_000 }, () => ({ name: 'V', isWeak: false }));
  const bytes = buildElf({ ...little, versionNeeds: [{ library: 'l', versions }] });
  expect(problemOf(bytes)).toContain('at most 16384 entries in the version needs');
});
