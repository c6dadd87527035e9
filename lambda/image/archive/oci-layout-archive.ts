import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

import type { Archive } from './archive.ts';

/**
 * A folder with an `oci-layout` file ("OCI Image Layout Specification"). Nothing but plain files in `blobs/` and
 * the folder itself is read: links could lead anywhere on this machine.
 */
export function ociLayoutArchive(folder: string): Archive {
  return {
    name: folder,
    kind: 'oci-layout',
    async read(onFile) {
      for (const file of await layoutFiles(folder)) {
        const fullPath = path.join(folder, file);
        const stats = await lstat(fullPath);
        if (!stats.isFile()) continue;
        const sink = onFile({ path: file, size: stats.size });
        if (sink === undefined) continue;
        for await (const chunk of createReadStream(fullPath, { highWaterMark: chunkBytes })) {
          await sink.write(chunk as Buffer);
        }
        await sink.end();
      }
      return new Map();
    },
  };
}

const chunkBytes = 64 * 1024;

async function layoutFiles(folder: string): Promise<string[]> {
  async function names(below: string): Promise<string[]> {
    const entries = await readdir(path.join(folder, below), { withFileTypes: true });
    return entries.filter((entry) => !entry.isSymbolicLink()).map(({ name }) => name);
  }
  const top = await names('');
  const files = ['index.json', 'manifest.json'].filter((name) => top.includes(name));
  if (!top.includes('blobs')) return files;
  for (const algorithm of await names('blobs')) {
    const below = path.posix.join('blobs', algorithm);
    const stats = await lstat(path.join(folder, below));
    if (!stats.isDirectory()) continue;
    for (const name of await names(below)) files.push(path.posix.join(below, name));
  }
  return files;
}
