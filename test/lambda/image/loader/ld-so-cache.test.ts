import { existsSync, readFileSync } from 'node:fs';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { createBudget } from '../../../../lambda/image/budget.ts';
import { readLdSoCache } from '../../../../lambda/image/loader/ld-so-cache.ts';
import { seededRandom } from '../../random.ts';
import { cacheOf } from './cache-of.ts';

const own = '/etc/ld.so.cache';
const real = existsSync(own) ? readFileSync(own) : Buffer.alloc(0);

function readCache(bytes: Uint8Array): ReadonlyMap<string, readonly string[]> {
  return readLdSoCache(bytes, createBudget('a cache'));
}

test('the cache of this machine has what ldconfig says', async () => {
  const { stdout } = await execa('/sbin/ldconfig', ['-p']);
  const expected = stdout.split('\n').flatMap((line) => {
    const match = /^\t(\S+) \(.*\) => (\S+)$/.exec(line);
    return match === null ? [] : [`${match[1]} ${match[2]}`];
  });
  const found = [...readCache(real)].flatMap(([name, paths]) =>
    paths.map((path) => `${name} ${path}`),
  );
  expect(expected.length).toBeGreaterThan(10);
  expect(found.toSorted()).toEqual(expected.toSorted());
});

test('a name keeps its paths in their order', () => {
  const cache = cacheOf([
    ['a', '/b/a'],
    ['c', '/c'],
    ['a', '/a/a'],
  ]);
  expect([...readCache(cache)]).toEqual([
    ['a', ['/b/a', '/a/a']],
    ['c', ['/c']],
  ]);
});

test('the format of today is found behind that of old', () => {
  const old = Buffer.concat([Buffer.from('ld.so-1.7.0\0'), Buffer.alloc(100)]);
  expect([...readCache(Buffer.concat([old, cacheOf([['a', '/a']])]))]).toEqual([['a', ['/a']]]);
});

test('a cache that is cut off, or written over, is read as far as it makes sense', () => {
  const sound = cacheOf(Array.from({ length: 20 }, (_, at) => [`lib${at}`, `/lib/lib${at}`]));
  for (let length = 0; length < sound.length; length += 1) {
    expect(readCache(sound.subarray(0, length)).size).toBeLessThanOrEqual(20);
  }
  const random = seededRandom(1);
  for (let round = 0; round < 2000; round += 1) {
    const broken = Buffer.from(sound);
    for (let count = 0; count < 4; count += 1) {
      broken[Math.floor(random() * broken.length)] = Math.floor(random() * 256);
    }
    expect(readCache(broken).size).toBeLessThanOrEqual(20);
  }
});

test('entries that share a long text do not fill the memory', () => {
  const name = 'a'.repeat(4000);
  const count = 5000;
  const one = cacheOf([[name, `/${name}`]]);
  const header = Buffer.from(one.subarray(0, 48));
  header.writeUInt32LE(count, 20);
  const table = Buffer.alloc(24 * count);
  for (let at = 0; at < table.length; at += 24) {
    table.writeUInt32LE(header.length + table.length, at + 4);
    table.writeUInt32LE(header.length + table.length + name.length + 1, at + 8);
  }
  const cache = Buffer.concat([header, table, one.subarray(72)]);
  const paths = readCache(cache).get(name)!;
  expect(paths[0]).toBe(`/${name}`);
  expect(paths.length * 2 * name.length).toBeLessThan(17 * 1024 ** 2);
});
