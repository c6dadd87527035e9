import { createReadStream, type Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import path from 'node:path';

import type { Budget } from '../budget.ts';
import { maxDocumentBytes } from '../limits.ts';
import type { Archive, ArchiveFile, BlobSink } from './archive.ts';

/**
 * A directory with an `oci-layout` file ("OCI Image Layout Specification"). Of `blobs/`, only what is named by `index.json`, or by a
 * document that is named there, is read: a layout may have many images. Nothing but plain files are read: links could lead anywhere on
 * this machine.
 */
export function ociLayoutArchive(directory: string): Archive {
  return {
    name: directory,
    kind: 'oci-layout',
    async read(onFile, budget) {
      const files = ['index.json', 'manifest.json'];
      const known = new Set(files);
      // The list grows while it is read.
      for (const file of files) {
        for (const name of await readFile(directory, file, onFile, budget)) {
          if (known.has(name)) continue;
          budget.spend('steps', lookupSteps);
          budget.spend('keptBytes', entryBytes);
          known.add(name);
          files.push(name);
        }
      }
      return new Map();
    },
  };
}

const chunkBytes = 64 * 1024;

/** To ask the file system for a file. */
const lookupSteps = 100;

/** What a name takes in memory. */
const entryBytes = 512;

/** Passes a file on, and returns the blobs that it names if it is a document. */
async function readFile(
  directory: string,
  file: string,
  onFile: (file: ArchiveFile) => BlobSink | undefined,
  budget: Budget,
): Promise<string[]> {
  const stats = await plainFile(directory, file);
  if (stats === undefined) return [];
  const sink = onFile({ path: file, size: stats.size });
  let mayBeDocument = stats.size <= maxDocumentBytes;
  const document: Buffer[] = [];
  const fullPath = path.join(directory, file);
  for await (const each of createReadStream(fullPath, { highWaterMark: chunkBytes })) {
    const chunk = each as Buffer;
    if (document.length === 0) mayBeDocument &&= /^\s*[[{]/.test(chunk.toString('latin1', 0, 512));
    if (mayBeDocument) document.push(chunk);
    else if (sink === undefined) break;
    budget.receive(chunk.length);
    await sink?.write(chunk);
  }
  await sink?.end();
  return mayBeDocument ? blobsIn(Buffer.concat(document).toString('latin1')) : [];
}

/** Undefined if it is not there, or something else, or in something else than directories. */
async function plainFile(directory: string, file: string): Promise<Stats | undefined> {
  const names = file.split('/');
  for (let count = 1; count < names.length; count += 1) {
    const above = await statsOf(path.join(directory, ...names.slice(0, count)));
    if (above?.isDirectory() !== true) return undefined;
  }
  const stats = await statsOf(path.join(directory, file));
  return stats?.isFile() === true ? stats : undefined;
}

async function statsOf(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch {
    return undefined;
  }
}

/** The paths of digests, and paths in `manifest.json` of `docker save`. */
const blobName = /"(?:blobs\/)?([a-z0-9][a-z0-9+._-]{0,31})[:/]([a-zA-Z0-9=_-]{1,128})"/g;

function blobsIn(document: string): string[] {
  return [...document.matchAll(blobName)].map(
    ([, algorithm, encoded]) => `blobs/${algorithm}/${encoded}`,
  );
}
