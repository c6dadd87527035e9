import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { watchBucket } from '../../../cli/dev/watch-bucket.ts';
import type { S3Object } from '../../../lambda/event-sources/s3-event.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

test('a file that is put there or changed is an object, and nothing else is', async () => {
  using directory = temporaryDirectory({ 'old.txt': '1', 'kept.txt': '1' });
  const objects: S3Object[] = [];
  await using _watcher = await watchBucket(
    { name: 'photos', directory: directory.path },
    {
      onCreated: (object) => objects.push(object),
      onError(error) {
        throw error;
      },
    },
  );
  function inBucket(file: string): string {
    return path.join(directory.path, file);
  }
  async function until(key: string): Promise<void> {
    while (!objects.some((object) => object.key === key)) await sleep(10);
  }
  mkdirSync(inBucket('a b/c'), { recursive: true });
  mkdirSync(inBucket('.hidden'));
  writeFileSync(inBucket('.hidden/file'), 'x');
  writeFileSync(inBucket('a b/.file'), 'x');
  symlinkSync('/etc/passwd', inBucket('link'));
  rmSync(inBucket('old.txt'));
  writeFileSync(inBucket('a b/c/d.txt'), 'hello');
  await until('a b/c/d.txt');
  writeFileSync(inBucket('kept.txt'), '');
  await until('kept.txt');
  expect(objects).toStrictEqual([
    { bucket: 'photos', key: 'a b/c/d.txt', size: 5, md5: '5d41402abc4b2a76b9719d911017c592' },
    { bucket: 'photos', key: 'kept.txt', size: 0, md5: 'd41d8cd98f00b204e9800998ecf8427e' },
  ]);
});
