import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { docker } from '../../lambda/docker/docker.ts';

/** The default of an ARG in a project's Dockerfile. */
export async function dockerfileArg(directory: string, name: string): Promise<string | undefined> {
  const dockerfile = await readFile(path.join(directory, 'Dockerfile'), 'utf8');
  return new RegExp(`^ARG ${name}=(.+)$`, 'm').exec(dockerfile)?.[1];
}

/** The Debian release of an image, such as `trixie`. */
export async function debianRelease(image: string): Promise<string> {
  const osRelease = await docker('run', '--rm', '--entrypoint', 'cat', image, '/etc/os-release');
  const release = /^VERSION_CODENAME=(.+)$/m.exec(osRelease)?.[1];
  if (release === undefined) {
    throw new Error(`No VERSION_CODENAME in /etc/os-release of ${image}`);
  }
  return release;
}

/**
 * What a build on the `debian` base needs here. A stand-in for an official image may stand on
 * another Debian release than the official one, and the function must run on that release.
 */
export async function runImageFlags(directory: string): Promise<string[]> {
  const runImage = await dockerfileArg(directory, 'RUN_IMAGE');
  const buildImage = await dockerfileArg(directory, 'BUILD_IMAGE');
  if (runImage === undefined || buildImage === undefined) {
    return [];
  }
  const release = releases.get(buildImage) ?? debianRelease(buildImage);
  releases.set(buildImage, release);
  return ['--build-arg', `RUN_IMAGE=debian:${await release}-slim`];
}

/** Of build images, which stay as they are while tests run. */
const releases = new Map<string, Promise<string>>();
