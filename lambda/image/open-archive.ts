import { stat } from 'node:fs/promises';
import path from 'node:path';

import type { Archive } from './archive/archive.ts';
import { engineArchive, type SaveImage } from './archive/engine-archive.ts';
import { ociLayoutArchive } from './archive/oci-layout-archive.ts';
import { tarFileArchive } from './archive/tar-file-archive.ts';
import { ImageError } from './image-error.ts';

/**
 * A file is a tar, a directory with a file `oci-layout` is an OCI layout, and everything else is the name of an image
 * for `save`: a project directory often has the name of its image, so other directories are ignored.
 */
export async function openArchive(name: string, save: SaveImage | undefined): Promise<Archive> {
  const stats = await statsOf(name);
  if (stats?.isFile()) return tarFileArchive(name);
  if (stats?.isDirectory() && (await statsOf(path.join(name, 'oci-layout')))?.isFile()) {
    return ociLayoutArchive(name);
  }
  // Image names cannot look like this.
  const isPath = /^[./]/.test(name);
  if (!isPath && save !== undefined) return engineArchive(name, save);
  throw new ImageError({
    expected: `a tar or a directory with a file oci-layout at ${name}`,
    found: stats === undefined ? 'nothing' : 'something else',
    fix: 'Give the name of an image, a file written by docker save, or an OCI layout.',
  });
}

async function statsOf(file: string) {
  try {
    return await stat(file);
  } catch {
    return undefined;
  }
}
