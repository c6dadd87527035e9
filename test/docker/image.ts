import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';

import { forget, watch } from '../../lambda/docker/reaper.ts';
import { docker } from '../../lambda/docker/docker.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

/** A file or directory in an image. */
export interface ImageFile {
  path: string;
  mode: number;
  isDirectory: boolean;
}

/** All files and directories of an image, with their permission bits. */
export async function imageFiles(image: string): Promise<ImageFile[]> {
  const container = `lambda-container-test-${randomUUID()}`;
  watch(container);
  await docker('create', '--name', container, image);
  try {
    const { stdout } = await execa('sh', [
      '-c',
      'docker export "$1" | tar --list --verbose',
      'sh',
      container,
    ]);
    return stdout.split('\n').map(parseListing);
  } finally {
    await docker('rm', container);
    forget(container);
  }
}

// drwxr-xr-x 0/0    0 1980-01-01 00:00 var/task/
function parseListing(line: string): ImageFile {
  const match = /^(.)([rwxsStT-]{9}) \S+ +\S+ \S+ \S+ (.+?)\/?( -> .+| link to .+)?$/.exec(line);
  const [, type, permissions, name] = match ?? [];
  if (type === undefined || permissions === undefined) {
    throw new Error(`tar printed a line of unknown form: ${line}`);
  }
  const bits = [...permissions].map((letter) => (/[-ST]/.test(letter) ? '0' : '1')).join('');
  return { path: `/${name}`, mode: Number.parseInt(bits, 2), isDirectory: type === 'd' };
}

/** The digests of an image's layers, lowest first. */
export async function imageLayers(image: string): Promise<string[]> {
  return JSON.parse(await docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', image));
}

/** Bytes of the image's layers, each compressed by `gzip -6`: about what a registry stores. */
export async function compressedSize(image: string): Promise<number> {
  using directory = temporaryDirectory();
  const script = 'docker save "$1" | tar --extract --directory "$2"';
  await execa('sh', ['-c', script, 'sh', image, directory.path]);
  const manifest = await readFile(path.join(directory.path, 'manifest.json'), 'utf8');
  const [{ Layers: layers }] = JSON.parse(manifest) as [{ Layers: string[] }];
  let bytes = 0;
  for (const layer of layers) bytes += await compressedLayer(directory.path, layer);
  return bytes;
}

/** By the path in the archive, which has the digest: images on one base have layers in common, and compressing takes seconds. */
const compressedLayers = new Map<string, Promise<number>>();

function compressedLayer(directory: string, layer: string): Promise<number> {
  const known = compressedLayers.get(layer) ?? gzippedSize(path.join(directory, layer));
  compressedLayers.set(layer, known);
  return known;
}

async function gzippedSize(file: string): Promise<number> {
  const { stdout } = await execa('sh', ['-c', 'gzip -6 <"$1" | wc -c', 'sh', file]);
  return Number(stdout);
}
