import { createReadStream } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';

import type { Budget } from '../budget.ts';
import type { Archive } from './archive.ts';

/**
 * A directory with an `oci-layout` file ("OCI Image Layout Specification"). Nothing but plain files in `blobs/` and
 * the directory itself is read: links could lead anywhere on this machine.
 */
export function ociLayoutArchive(directory: string): Archive {
  return {
    name: directory,
    kind: 'oci-layout',
    async read(onFile, budget) {
      for (const file of await layoutFiles(directory, budget)) {
        const fullPath = path.join(directory, file);
        const stats = await lstat(fullPath);
        if (!stats.isFile()) continue;
        const sink = onFile({ path: file, size: stats.size });
        if (sink === undefined) continue;
        for await (const chunk of createReadStream(fullPath, { highWaterMark: chunkBytes })) {
          budget.receive((chunk as Buffer).length);
          await sink.write(chunk as Buffer);
        }
        await sink.end();
      }
      return new Map();
    },
  };
}

const chunkBytes = 64 * 1024;

/** What a file of the layout takes in memory. */
const entryBytes = 512;

async function layoutFiles(directory: string, budget: Budget): Promise<string[]> {
  async function names(below: string): Promise<string[]> {
    const found: string[] = [];
    for await (const entry of await opendir(path.join(directory, below))) {
      budget.spend('keptBytes', entryBytes);
      if (!entry.isSymbolicLink()) found.push(entry.name);
    }
    return found;
  }
  const top = await names('');
  const files = ['index.json', 'manifest.json'].filter((name) => top.includes(name));
  if (!top.includes('blobs')) return files;
  for (const algorithm of await names('blobs')) {
    const below = path.posix.join('blobs', algorithm);
    const stats = await lstat(path.join(directory, below));
    if (!stats.isDirectory()) continue;
    for (const name of await names(below)) files.push(path.posix.join(below, name));
  }
  return files;
}
