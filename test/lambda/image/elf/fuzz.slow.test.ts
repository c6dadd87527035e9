import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { createBudget } from '../../../../lambda/image/budget.ts';
import { createKnownBytes, type KnownBytes } from '../../../../lambda/image/elf/known-bytes.ts';
import { readElf } from '../../../../lambda/image/elf/read-elf.ts';
import { pick, seededRandom } from '../../random.ts';
import { buildElf, type ElfParts } from './build-elf.ts';

/** The libraries that this process has loaded: real files, of whatever system this is. */
function loadedLibraries(): Buffer[] {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  return sharedObjects
    .filter((path) => /\.so(\.|$)/.test(path))
    .map((path) => readOrNothing(path))
    .filter((bytes) => bytes.length > 0 && bytes.length < 4 * 1024 ** 2);
}

function readOrNothing(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // linux-vdso has no file.
    return Buffer.alloc(0);
  }
}

const parts: ElfParts = {
  class: 64,
  byteOrder: 'little',
  interpreter: '/lib/ld.so',
  needed: ['libc.so.6', 'libm.so.6'],
  runpath: '$ORIGIN',
  versionNeeds: [{ library: 'libc.so.6', versions: [{ name: 'GLIBC_2.2', isWeak: false }] }],
  versionDefinitions: [{ name: 'libx.so', isBase: true }],
};

const built = [
  buildElf(parts),
  buildElf({ ...parts, byteOrder: 'big' }),
  buildElf({ ...parts, class: 32 }),
  buildElf({ ...parts, class: 32, byteOrder: 'big' }),
];

/** Where a change is likely to matter: headers and tables come first. */
function mutate(random: () => number, original: Buffer): Buffer {
  const bytes = Buffer.from(original);
  const changes = 1 + Math.floor(random() * 8);
  for (let change = 0; change < changes; change += 1) {
    const reach = pick(random, [64, 1024, 65_536, bytes.length]);
    const at = Math.floor(random() * Math.min(reach, bytes.length));
    bytes[at] = pick(random, [0, 1, 0x7f, 0x80, 0xff, Math.floor(random() * 256)]);
  }
  return random() < 0.3 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
}

/** Counts what is read, in place of the time that it takes. */
function counted(bytes: Buffer): KnownBytes & { operations: number } {
  const file = createKnownBytes(bytes.length, createBudget('a file'));
  file.add(0, bytes);
  return {
    ...file,
    operations: 0,
    read(offset, length) {
      this.operations += 1 + length / 1024;
      return file.read(offset, length);
    },
  };
}

test.each(Array.from({ length: 8 }, (_, seed) => [seed]))(
  'any bytes are facts or a problem, after a bounded number of steps; seed %i',
  (seed) => {
    const random = seededRandom(seed);
    const originals = [...built, ...loadedLibraries()];
    expect(originals.length).toBeGreaterThan(built.length);
    const seen = { facts: 0, problem: 0 };
    for (let run = 0; run < 1000; run += 1) {
      const bytes = mutate(random, pick(random, originals));
      const file = counted(bytes);
      const result = readElf(file);
      expect(result, `run ${run}`).not.toHaveProperty('missing');
      seen['facts' in result ? 'facts' : 'problem'] += 1;
      expect(file.operations, `run ${run}`).toBeLessThan(250_000);
    }
    expect(seen.facts).toBeGreaterThan(100);
    expect(seen.problem).toBeGreaterThan(100);
  },
);

test.each(built.map((bytes, index) => [index, bytes] as const))(
  'a file cut off anywhere is a problem; %i',
  (_, bytes) => {
    for (let length = 0; length < bytes.length; length += 1) {
      const file = counted(bytes.subarray(0, length));
      expect(readElf(file), `${length} bytes`).toHaveProperty('problem');
    }
  },
);
