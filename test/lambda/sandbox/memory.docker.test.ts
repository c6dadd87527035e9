import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { buildDirectory } from '../../docker/build-directory.ts';
import { isFullMatrix } from '../../docker/combinations.ts';

const script = fileURLToPath(new URL('heap-growth.ts', import.meta.url));

/** The fewer take 15 seconds, all of them 8 minutes. */
const invocations = isFullMatrix ? 100_000 : 3000;

/** What V8 keeps of the code that it has compiled: it comes and goes. */
const ofCode = 400_000;

test(`memory is level over ${invocations} invocations of one sandbox`, async () => {
  await using image = await buildDirectory(fileURLToPath(new URL('./function', import.meta.url)));
  const args = ['--expose-gc', script, image.name, String(invocations)];
  const { stdout } = await execa(process.execPath, args);
  // The least that can be kept of an invocation is an entry in a map: over 30 bytes.
  expect(Number(stdout)).toBeLessThan(ofCode + 20 * invocations);
});
