import { randomUUID } from 'node:crypto';

import { docker } from './docker.ts';

/** An image for one test file. */
export type TestImage = { name: string; [Symbol.asyncDispose](): Promise<void> };

/** Builds a folder with a Dockerfile, under a name of its own: test files run at once. */
export const buildFolder = async (folder: string): Promise<TestImage> => {
  const name = `lambda-container-test:${randomUUID()}`;
  await docker('build', '--quiet', '--provenance=false', '--sbom=false', '--tag', name, folder);
  return {
    name,
    async [Symbol.asyncDispose]() {
      await docker('image', 'rm', '--force', name);
    },
  };
};
