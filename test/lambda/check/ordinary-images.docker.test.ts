/** Images that nothing, or little, is wrong with. */
import { expect, test } from 'vitest';

import { prepareCheck } from '../../../lambda/check/prepare-check.ts';
import { checkImage } from '../../../lambda/check/check-image.ts';
import { readImageToCheck } from '../../../lambda/check/read-image-to-check.ts';
import { ordinaryImage, ordinaryImages } from '../../docker/ordinary-images.ts';

/** What is true of them: their commands are for people at a terminal, and Debian's names are links. */
const expected: Record<(typeof ordinaryImages)[number], string[]> = {
  'debian:forky-slim': ['entrypoint-relative'],
  'node:24-trixie-slim': ['entrypoint-relative'],
  'elixir:1.20-otp-29-slim': ['entrypoint-relative'],
  python: ['entrypoint-symlink'],
  java: ['entrypoint-symlink'],
  'web-adapter': [],
  // The path of the link counts, as the finding says.
  buildpacks: ['entrypoint-symlink', 'ignored-instructions'],
  distroless: ['ignored-instructions'],
  // What npm has left in /tmp.
  'node-addons': ['leftovers'],
  fastapi: [],
};

test.each(ordinaryImages)('%s has no errors, and no warnings but true ones', async (name) => {
  await using image = await ordinaryImage(name);
  const findings = checkImage(prepareCheck(await readImageToCheck(image.name)));
  expect(findings.map(({ rule }) => rule)).toEqual(expected[name]);
});
