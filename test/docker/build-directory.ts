import { randomUUID } from 'node:crypto';

import { docker } from '../../lambda/docker/docker.ts';

/** An image for one test file. */
export interface TestImage {
  name: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Builds a directory with a Dockerfile, or a target of it, under a name of its own: test files run at once. The platform
 * is that of this machine unless given.
 */
export async function buildDirectory(
  directory: string,
  target?: string,
  platform?: string,
): Promise<TestImage> {
  const name = `lambda-container-test:${randomUUID()}`;
  const flags = ['--quiet', '--provenance=false', '--sbom=false', '--tag', name];
  // Gives it an id of its own as well: containers are looked for by `ancestor`.
  flags.push('--label', name);
  if (target !== undefined) flags.push('--target', target);
  if (platform !== undefined) flags.push('--platform', platform);
  await docker('build', ...flags, directory);
  return {
    name,
    async [Symbol.asyncDispose]() {
      await docker('image', 'rm', '--force', name);
    },
  };
}
