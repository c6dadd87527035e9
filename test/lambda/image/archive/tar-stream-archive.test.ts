import { Readable } from 'node:stream';

import { describe, expect, test } from 'vitest';

import { createBudget } from '../../../../lambda/image/budget.ts';
import type { ArchiveFile, BlobSink } from '../../../../lambda/image/archive/archive.ts';
import { readTarArchive } from '../../../../lambda/image/archive/tar-stream-archive.ts';
import { type RawEntry, tarEntry, writeTar } from '../tar/write-tar.ts';

const ignored: BlobSink = { write: () => undefined, end: () => undefined };

async function read(bytes: Buffer, onFile: (file: ArchiveFile) => BlobSink | undefined) {
  return readTarArchive('test.tar', Readable.from([bytes]), createBudget('test.tar'), onFile);
}

function links(...entries: RawEntry[]) {
  return read(writeTar(entries), () => ignored);
}

test('files are given with their paths from the root, and directories and links are not', async () => {
  const files: ArchiveFile[] = [];
  const archive = writeTar([
    { path: './blobs/', flag: '5' },
    { path: './blobs/a', content: 'hello' },
    { path: '/index.json', content: '{}' },
    { path: 'link', flag: '2', linkTarget: 'blobs/a' },
  ]);
  await read(archive, (file) => void files.push(file));
  expect(files).toEqual([
    { path: 'blobs/a', size: 5 },
    { path: 'index.json', size: 2 },
  ]);
});

test('links are told with where they lead to, which is never out of the archive', async () => {
  const found = await links(
    { path: 'a/layer.tar', flag: '2', linkTarget: '../b/layer.tar' },
    { path: 'c/layer.tar', flag: '1', linkTarget: 'b/layer.tar' },
    { path: 'd', flag: '2', linkTarget: '../../../etc/passwd' },
  );
  expect([...found]).toEqual([
    ['a/layer.tar', 'b/layer.tar'],
    ['c/layer.tar', 'b/layer.tar'],
    ['d', 'etc/passwd'],
  ]);
});

describe('a file that has to wait', () => {
  test('holds up what follows', async () => {
    const events: string[] = [];
    const slow: BlobSink = {
      async write() {
        await new Promise((resolve) => setImmediate(resolve));
        events.push('written');
      },
      end: () => undefined,
    };
    const chunks = [{ path: 'a', content: 'a' }, { path: 'b' }].map(tarEntry);
    const budget = createBudget('test.tar');
    await readTarArchive('test.tar', Readable.from(chunks), budget, ({ path }) => {
      events.push(path);
      return slow;
    });
    expect(events).toEqual(['a', 'written', 'b']);
  });

  test('ends the archive with what was wrong with it', async () => {
    const failing: BlobSink = { ...ignored, write: () => Promise.reject(new Error('wrong')) };
    const archive = writeTar([{ path: 'a', content: 'a' }]);
    await expect(read(archive, () => failing)).rejects.toThrow('wrong');
    // Where the archive breaks first, nobody waits any more: the rejection must not end the process.
    const broken = Buffer.concat([archive.subarray(0, 1024), Buffer.alloc(512, 'x')]);
    await expect(read(broken, () => failing)).rejects.toThrow(/header of a tar entry/);
  });
});
