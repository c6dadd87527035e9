import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';

import type { Language } from '../../scaffold/catalog/language.ts';
import { docker } from '../../lambda/docker/docker.ts';
import { compressedSize } from '../../test/docker/image.ts';
import { buildImage, type Source } from './build-image.ts';
import { ownName } from './leftovers.ts';
import type { Variant } from './variants.ts';

/** An image that is unpacked: ready to be started without Docker. */
export interface Image {
  rawMb: number;
  gzMb: number;
  /** The directory that has its file system. */
  root: string;
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  /** How its VM starts, where the build has chosen: `lean: …` or `standard: …`. */
  boot?: string;
}

/** Builds and unpacks the image of a variant, if this checkout has it. */
export async function prepareImage(
  variant: Variant,
  language: Language,
  source: Source,
): Promise<Image | undefined> {
  const tag = `bench-${variant.id}`;
  if (!(await buildImage(variant, tag, language, source))) return undefined;
  try {
    const root = path.join(source.temporary, variant.id);
    await unpack(tag, root);
    const [{ Size: bytes, Config: config }] = JSON.parse(await docker('image', 'inspect', tag));
    return {
      rawMb: bytes / 1e6,
      gzMb: (await compressedSize(tag)) / 1e6,
      root,
      argv: [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])],
      env: Object.fromEntries((config.Env ?? []).map(splitAssignment)),
      cwd: config.WorkingDir || '/',
      ...chosenBoot(root),
    };
  } finally {
    // Its layers stay in the build cache: a later run is quick, and nothing is left under a name.
    await docker('image', 'rm', tag);
  }
}

async function unpack(tag: string, root: string) {
  await mkdir(root);
  const name = ownName();
  await docker('create', '--name', name, tag);
  // What is still to be written to the disk can later not be dropped from memory.
  const script =
    'docker export "$1" | tar --extract --directory "$2" && sync --file-system "$2" && docker rm "$1"';
  await execa('sh', ['-c', script, 'sh', name, root]);
  await rm(path.join(root, '.dockerenv'), { force: true });
}

function splitAssignment(assignment: string): [string, string] {
  const at = assignment.indexOf('=');
  return [assignment.slice(0, at), assignment.slice(at + 1)];
}

function chosenBoot(root: string): { boot?: string } {
  const file = path.join(root, 'var/task/boot/chosen');
  return existsSync(file) ? { boot: readFileSync(file, 'utf8').trim() } : {};
}
