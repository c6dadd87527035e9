import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

import type { Language } from '../../generators/support/languages.ts';
import { docker } from '../../test/docker/docker.ts';
import { compressedSize } from '../../test/docker/image.ts';
import { debianRelease } from '../../test/docker/run-image.ts';
import type { Variant } from './variants.ts';

/** An image that is built and unpacked: ready to be started without Docker. */
export type Image = {
  tag: string;
  rawBytes: number;
  gzBytes: number;
  /** The folder that has its file system. */
  root: string;
  argv: string[];
  env: Record<string, string>;
  cwd: string;
};

const stockFolder = fileURLToPath(new URL('../stock/', import.meta.url));
const buildCommand = ['build', '--quiet', '--provenance=false', '--sbom=false'];

/** Builds what the variant is. `checkout` is the generator whose projects are `ours`. */
export const prepareImage = async (
  variant: Variant,
  languages: Language[],
  checkout: string,
  temporary: string,
): Promise<Image> => {
  const tag = `bench-${variant.id}:latest`;
  await build(variant, tag, languages, checkout, temporary);
  const root = path.join(temporary, variant.id);
  await unpack(tag, root);

  const [{ Size: rawBytes, Config: config }] = JSON.parse(await docker('image', 'inspect', tag));
  return {
    tag,
    rawBytes,
    gzBytes: await compressedSize(tag),
    root,
    argv: [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])],
    env: Object.fromEntries((config.Env ?? []).map(splitAssignment)),
    cwd: config.WorkingDir || '/',
  };
};

const build = async (
  variant: Variant,
  tag: string,
  languages: Language[],
  checkout: string,
  temporary: string,
) => {
  const language = languages.find(({ id }) => variant.languages.includes(id));
  // The stock images of the BEAM stand on the release of OTP that ours stand on.
  const buildImage = language!.versions[0]!.buildImage;
  // A stand-in for an official image may stand on another Debian release than the official one.
  const runImage = `debian:${await debianRelease(buildImage)}-slim`;
  const args = ['--build-arg', `BUILD_IMAGE=${buildImage}`, '--build-arg', `RUN_IMAGE=${runImage}`];

  if ('base' in variant) {
    const folder = await generate(variant, checkout, temporary);
    await docker(...buildCommand, ...args, '--target', 'function', '--tag', tag, folder);
    return;
  }
  const contexts = Object.entries(variant.contexts ?? {}).flatMap(([name, folder]) => [
    '--build-context',
    `${name}=${path.join(stockFolder, folder)}`,
  ]);
  const target = variant.target === undefined ? [] : ['--target', variant.target];
  const context = path.join(stockFolder, variant.folder);
  await docker(...buildCommand, ...args, ...contexts, ...target, '--tag', tag, context);
};

/** A fresh project, as a user gets it. */
const generate = async (
  { language, base }: { language: string; base: string },
  checkout: string,
  temporary: string,
) => {
  const parent = await mkdtemp(path.join(temporary, 'project-'));
  const bin = path.join(checkout, 'bin/lambda-container.js');
  await execa(
    process.execPath,
    [bin, 'new', 'hello', '--language', language, '--base', base, '--yes'],
    { cwd: parent },
  );
  return path.join(parent, 'hello');
};

const unpack = async (tag: string, root: string) => {
  await mkdir(root);
  const container = await docker('create', tag);
  try {
    await execa('sh', [
      '-c',
      // What is still to be written to the disk can later not be dropped from memory.
      'docker export "$1" | tar --extract --directory "$2" && sync --file-system "$2"',
      'sh',
      container,
      root,
    ]);
    await rm(path.join(root, '.dockerenv'), { force: true });
  } finally {
    await docker('rm', container);
  }
};

const splitAssignment = (assignment: string): [string, string] => {
  const at = assignment.indexOf('=');
  return [assignment.slice(0, at), assignment.slice(at + 1)];
};
