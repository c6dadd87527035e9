import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ImageError } from '../../../../lambda/image/image-error.ts';
import { seededRandom } from '../../random.ts';
import { readTar } from './read-tar.ts';
import { paxHeader, paxRecord, type RawEntry, tarEntry, tarHeader, writeTar } from './write-tar.ts';

const longName = 'n'.repeat(200);

describe('what GNU tar writes', () => {
  let directory: string;
  const big = randomBytes(100_000);
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'lambda-container-tar-'));
    mkdirSync(path.join(directory, 'in', longName), { recursive: true });
    writeFileSync(path.join(directory, 'in', 'small'), 'hello\n', { mode: 0o600 });
    writeFileSync(path.join(directory, 'in', longName, longName), big);
    symlinkSync(`/${longName}/${longName}`, path.join(directory, 'in', 'symlink'));
    linkSync(path.join(directory, 'in', 'small'), path.join(directory, 'in', 'z-hard-link'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  function packed(...options: string[]): Buffer {
    const file = path.join(directory, 'out.tar');
    execFileSync('tar', [
      '--create',
      '--file',
      file,
      '--sort=name',
      ...options,
      '-C',
      directory,
      'in',
    ]);
    return readFileSync(file);
  }

  test.each(['gnu', 'pax', 'oldgnu'])('--format=%s', (format) => {
    for (const chunkBytes of [1, 511, 512, 65_536]) {
      const entries = readTar(packed(`--format=${format}`), chunkBytes);
      expect(entries.map(({ path, type }) => [path, type])).toEqual([
        ['in/', 'directory'],
        [`in/${longName}/`, 'directory'],
        [`in/${longName}/${longName}`, 'file'],
        ['in/small', 'file'],
        ['in/symlink', 'symlink'],
        ['in/z-hard-link', 'hard-link'],
      ]);
      expect(entries[2]).toMatchObject({ content: big });
      expect(entries[3]).toMatchObject({ content: Buffer.from('hello\n'), mode: 0o600 });
      expect(entries[4]).toMatchObject({ linkTarget: `/${longName}/${longName}`, size: 0 });
      expect(entries[5]).toMatchObject({ linkTarget: 'in/small', size: 0 });
    }
  });

  test.each([
    ['old GNU', '--format=gnu'],
    ['PAX 0.0', '--format=pax', '--sparse-version=0.0'],
    ['PAX 0.1', '--format=pax', '--sparse-version=0.1'],
    ['PAX 1.0', '--format=pax', '--sparse-version=1.0'],
  ])('a sparse file in the format %s is refused', (format, ...options) => {
    const file = path.join(directory, 'in', 'sparse');
    writeFileSync(file, '');
    truncateSync(file, 1_000_000);
    const archive = packed('--sparse', ...options);
    rmSync(file);
    expect(() => readTar(archive)).toThrow(
      `Expected all bytes of in/sparse in test.tar, found a sparse file in the format ${format} of GNU tar`,
    );
    expect(() => readTar(archive)).toThrow(ImageError);
  });
});

function paths(entries: RawEntry[]): string[] {
  return readTar(writeTar(entries)).map(({ path }) => path);
}

test('records of an extended header go before the header', () => {
  const [entry] = readTar(
    writeTar([
      paxHeader([
        ['path', `dir/${longName}`],
        ['size', '5'],
        ['uid', '3000000'],
        ['gid', '3000001'],
      ]),
      { path: 'short', content: 'hello', size: 0 },
    ]).subarray(0),
  );
  expect(entry).toMatchObject({
    path: `dir/${longName}`,
    size: 5,
    uid: 3_000_000,
    gid: 3_000_001,
    content: Buffer.from('hello'),
  });
});

test('records are for one entry, and global ones for none', () => {
  const global = { path: 'pax_global_header', flag: 'g', content: paxRecord('path', 'global') };
  expect(paths([global, paxHeader([['path', 'a']]), { path: 'x' }, { path: 'y' }])).toEqual([
    'a',
    'y',
  ]);
});

test('a prefix of the header is the beginning of the path', () => {
  expect(
    paths([{ path: 'name', patch: (header) => void header.write('some/directory', 345) }]),
  ).toEqual(['some/directory/name']);
});

test('sizes beyond 8 GiB are read, and what follows is ignored after the end', () => {
  const header = tarHeader({ path: 'large', size: 10 * 1024 ** 3 });
  expect(() => readTar(header)).toThrow(/more of test\.tar after 512 bytes, found its end/);
  const end = Buffer.concat([writeTar([{ path: 'a' }]), Buffer.from('anything')]);
  expect(readTar(end)).toHaveLength(1);
});

test('contents of what is no file are none, as Go has it', () => {
  const directory = { path: 'directory', flag: '5', size: 4096 };
  expect(paths([directory, { path: 'after' }])).toEqual(['directory', 'after']);
});

test('an archive without the zeros at its end is complete', () => {
  expect(readTar(tarEntry({ path: 'a', content: 'hello' }))).toHaveLength(1);
});

describe('is an error with what was expected and found:', () => {
  test.each<[string, Buffer, RegExp]>([
    ['no tar', Buffer.alloc(1024, 'x'), /header of a tar entry at byte 0 of test\.tar, found/],
    ['a wrong sum', tarEntry({ path: 'a' }).fill(1, 0, 1), /header of a tar entry/],
    [
      'a negative size',
      writeTar([{ path: 'a', patch: (header) => void header.fill(0xff, 124, 136) }]),
      /header of a tar entry/,
    ],
    ['a type that no engine unpacks', writeTar([{ path: 'a', flag: 'V' }]), /entry of type "V"/],
    ['no name', writeTar([{ path: '' }]), /name of an entry/],
    [
      'records that are none',
      writeTar([{ path: 'x', flag: 'x', content: '99999 path=a\n' }]),
      /records of an extended header/,
    ],
    ['a size that is none', writeTar([paxHeader([['size', '-1']]), { path: 'a' }]), /as size/],
    [
      'too long an extended header',
      tarHeader({ path: 'x', flag: 'x', size: 1024 ** 3 }),
      /at most 1048576 bytes each/,
    ],
  ])('%s', (_, bytes, problem) => {
    expect(() => readTar(bytes)).toThrow(problem);
    expect(() => readTar(bytes, 1)).toThrow(ImageError);
  });
});

test('cut off anywhere within an entry is an error', () => {
  const entries = [paxHeader([['path', 'a']]), { path: 'x', content: 'hello' }];
  const bytes = Buffer.concat(entries.map(tarEntry));
  for (let length = 1; length < bytes.length; length += 1) {
    expect(() => readTar(bytes.subarray(0, length)), `${length} bytes`).toThrow(/found its end/);
  }
});

test.each(Array.from({ length: 5 }, (_, seed) => [seed]))(
  'any bytes are entries or an ImageError; seed %i',
  (seed) => {
    const random = seededRandom(seed);
    const original = writeTar([
      { path: 'directory/', flag: '5' },
      paxHeader([['path', longName]]),
      { path: 'a', content: 'hello' },
      { path: 'long', flag: 'L', content: longName },
      { path: 'b', flag: '2', linkTarget: 'a' },
      paxHeader([['uid', '3000000']]),
      { path: 'c', content: 'hello' },
    ]);
    const seen = { entries: 0, errors: 0 };
    for (let run = 0; run < 1000; run += 1) {
      const bytes = Buffer.from(original);
      const block = Math.floor(random() * (bytes.length / 512)) * 512;
      bytes[block + Math.floor(random() * 512)] = Math.floor(random() * 256);
      // With a right sum, so that more than sums is tried.
      const sum = bytes
        .subarray(block, block + 512)
        .reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
      if (random() < 0.8) bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, block + 148);
      const error = thrownBy(() => readTar(bytes));
      if (error === undefined) seen.entries += 1;
      else if (error instanceof ImageError) seen.errors += 1;
      else throw new Error(`run ${run}`, { cause: error });
    }
    expect(seen.entries).toBeGreaterThan(50);
    expect(seen.errors).toBeGreaterThan(50);
  },
);

function thrownBy(run: () => void): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
