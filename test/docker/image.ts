import { randomUUID } from 'node:crypto';

import { execa } from 'execa';

import { forget, watch } from '../../lambda/docker/reaper.ts';
import { docker } from '../../lambda/docker/docker.ts';

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

/** Bytes of the image as `docker save | gzip -6` gives them: about what a registry stores. */
export async function compressedSize(image: string): Promise<number> {
  const script = 'docker save "$1" | gzip -6 | wc -c';
  const { stdout } = await execa('sh', ['-c', script, 'sh', image]);
  return Number(stdout);
}
