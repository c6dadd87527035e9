import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { floods } from './flood.ts';

const script = fileURLToPath(new URL('heap-growth.ts', import.meta.url));
const peak = fileURLToPath(new URL('peak-memory.ts', import.meta.url));
const minutes = 60_000;

test.each([
  [100_000, 10],
  [20_000, 1],
])(
  '%i invocations, %i at once: memory is level',
  { timeout: 10 * minutes },
  async (count, atOnce) => {
    const args = ['--expose-gc', script, String(count), String(atOnce)];
    const { stdout } = await execa(process.execPath, args);
    // The least that can be kept of an invocation is an entry in a map: over 30 bytes.
    expect(Number(stdout) / count).toBeLessThan(20);
  },
);

test.each(Object.keys(floods))('%s take less than 250 MB of memory', async (kind) => {
  const { stdout } = await execa(process.execPath, [peak, kind]);
  expect(Number(stdout)).toBeLessThan(250);
});
