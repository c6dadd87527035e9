import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';

import { watch } from 'chokidar';

import type { S3Object } from '../../lambda/event-sources/s3-event.ts';

/** A directory that stands for a bucket. */
export interface Bucket {
  readonly name: string;
  readonly directory: string;
}

export interface BucketOptions {
  /** Receives each file that was put there or changed, when it is complete. */
  readonly onCreated: (object: S3Object) => void;
  readonly onError: (error: unknown) => void;
}

/** An object is there as a whole, and a file is written bit by bit: it is complete if its size stays the same for so long. */
const completeMs = 200;

/**
 * Watches a directory and those in it. Names that begin with a dot are left out, as are symbolic links. Resolves when no change is
 * missed any more.
 */
export async function watchBucket(
  { name, directory }: Bucket,
  { onCreated, onError }: BucketOptions,
): Promise<AsyncDisposable> {
  async function created(file: string): Promise<void> {
    const object = await readObject(path.join(directory, file));
    const key = file.split(path.sep).join('/');
    onCreated({ bucket: name, key, ...object });
  }
  const watcher = watch('.', {
    cwd: directory,
    ignoreInitial: true,
    followSymlinks: false,
    awaitWriteFinish: { stabilityThreshold: completeMs, pollInterval: completeMs / 4 },
    ignored: (file, stats) =>
      isHidden(path.relative(directory, path.resolve(directory, file))) ||
      stats?.isSymbolicLink() === true,
  });
  watcher.on('error', onError);
  watcher.on('all', (event, file) => {
    if (event !== 'add' && event !== 'change') return;
    created(file).catch((error: unknown) => {
      // It may have been removed meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onError(error);
    });
  });
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
  });
  return { [Symbol.asyncDispose]: () => watcher.close() };
}

function isHidden(relative: string): boolean {
  return relative.split(path.sep).some((part) => part.startsWith('.') && part !== '..');
}

async function readObject(file: string): Promise<Pick<S3Object, 'size' | 'md5'>> {
  const hash = createHash('md5');
  let size = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, md5: hash.digest('hex') };
}
