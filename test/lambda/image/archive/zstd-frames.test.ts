import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { zstdCompressSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { createZstdFrames } from '../../../../lambda/image/archive/zstd-frames.ts';

const parts = [
  randomBytes(100_000),
  Buffer.from('short'),
  Buffer.alloc(3_000_000, 'x'),
  Buffer.alloc(0),
  randomBytes(30_000),
];
const skipped = Buffer.from('502a4d1803000000aabbcc', 'hex');
const frames = Buffer.concat(parts.flatMap((part) => [skipped, zstdCompressSync(part), skipped]));

test.each([
  ['', 97],
  ['', 65_536],
  ['', frames.length],
  ['garbage', 65_536],
  ['garbage', frames.length],
  ['garbage', frames.length + 7],
  ['P*', 65_536],
])('frames, some of them to skip, and %j behind them, in chunks of %i bytes', async (end, size) => {
  const all = Buffer.concat([frames, Buffer.from(end)]);
  const stream = createZstdFrames(() => {});
  const unpacked = buffer(stream);
  for (let at = 0; at < all.length; at += size) {
    if (!stream.write(all.subarray(at, at + size))) await once(stream, 'drain');
  }
  stream.end();
  expect((await unpacked).equals(Buffer.concat(parts))).toBe(true);
});

test('a frame that is cut off is an error', async () => {
  const stream = createZstdFrames(() => {});
  const unpacked = buffer(stream);
  stream.end(zstdCompressSync(randomBytes(100_000)).subarray(0, 50_000));
  await expect(unpacked).rejects.toThrow('unexpected end of file');
});

test('what is thrown for a frame ends it', async () => {
  const stream = createZstdFrames(() => {
    throw new Error('enough');
  });
  const unpacked = buffer(stream);
  stream.end(frames);
  await expect(unpacked).rejects.toThrow('enough');
});
