import { afterAll, beforeAll, expect, test } from 'vitest';

import { savedName } from '../../../lambda/docker/saved-name.ts';
import { readImageToCheck } from '../../../lambda/check/read-image-to-check.ts';
import { docker } from '../../../lambda/docker/docker.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

/** Hexadecimal digits, as an id. */
const hexadecimal = 'facade0000000000facade';
const named = 'lambda-container-test-names';

async function build(name: string, label: string): Promise<void> {
  using directory = temporaryDirectory({
    Dockerfile: `FROM scratch\nCOPY Dockerfile /\nLABEL is=${label}`,
  });
  const flags = ['--quiet', '--provenance=false', '--sbom=false'];
  await docker('build', ...flags, '--tag', name, directory.path);
}

const names = [
  `${named}:latest`,
  `${named}:other`,
  `${hexadecimal}:latest`,
  `${hexadecimal}:other`,
];

beforeAll(async () => {
  for (const name of names) await build(name, name.split(':')[1]!);
});
afterAll(() => docker('image', 'rm', '--force', ...names));

test.each([
  [named, 'latest'],
  [`${named}:other`, 'other'],
  [hexadecimal, 'latest'],
  [`${hexadecimal}:other`, 'other'],
])('%s is one image, that with the tag %s', async (name, label) => {
  const { config, manifest } = await readImageToCheck(name);
  expect(config.labels).toMatchObject({ is: label });
  expect(manifest.images).toHaveLength(1);
});

test('an image can be named by its id, whole or in part', async () => {
  const id = await docker('image', 'inspect', '--format', '{{.Id}}', `${named}:other`);
  const digits = id.replace('sha256:', '');
  for (const name of [id, digits, digits.slice(0, 12)]) {
    expect((await readImageToCheck(name)).config.labels).toMatchObject({ is: 'other' });
  }
});

test.each([
  ['hello', 'hello:latest'],
  ['hello:1', 'hello:1'],
  ['registry:5000/hello', 'registry:5000/hello:latest'],
  ['registry:5000/hello:1', 'registry:5000/hello:1'],
  ['hello@sha256:00', 'hello@sha256:00'],
])('%s is saved as %s', async (name, saved) => {
  expect(await savedName(name)).toBe(saved);
});
