import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { buildDirectory } from '../../docker/build-directory.ts';

const script = fileURLToPath(new URL('heap-growth.ts', import.meta.url));

/** So few that it takes half a minute; the script takes any number. */
const invocations = 1500;

test('memory is level over many invocations of one sandbox', async () => {
  await using image = await buildDirectory(fileURLToPath(new URL('./function', import.meta.url)));
  const args = ['--expose-gc', script, image.name, String(invocations)];
  const { stdout } = await execa(process.execPath, args);
  // What waits for a promise that stays pending is over a kilobyte for each invocation.
  expect(Number(stdout) / invocations).toBeLessThan(700);
});
