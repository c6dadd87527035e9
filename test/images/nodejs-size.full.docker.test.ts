import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { docker } from '../../lambda/docker/docker.ts';
import { compressedSize } from '../docker/image.ts';
import { generateProject } from '../docker/project.ts';

const stockDirectory = fileURLToPath(new URL('../../bench/stock/nodejs', import.meta.url));

// Of ours, 94 % is the program node. What the docs lead to is the whole official image, and npm's tree.
test('the Node.js image is at most 0.51 of what the AWS docs lead to', async () => {
  await using project = await generateProject({
    language: 'nodejs',
    version: '24',
    base: 'scratch',
  });
  const ours = await project.build('function');
  const stock = 'stock-nodejs';
  await docker('build', '--provenance=false', '--sbom=false', '--tag', stock, stockDirectory);

  expect(await compressedSize(ours)).toBeLessThanOrEqual(0.51 * (await compressedSize(stock)));
});
