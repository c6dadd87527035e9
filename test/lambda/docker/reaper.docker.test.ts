import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { buildDirectory, type TestImage } from '../../docker/build-directory.ts';
import { docker } from '../../../lambda/docker/docker.ts';

const holder = fileURLToPath(new URL('./holder.ts', import.meta.url));

let image: TestImage;

beforeAll(async () => {
  image = await buildDirectory(fileURLToPath(new URL('../sandbox/function', import.meta.url)));
});
afterAll(() => image[Symbol.asyncDispose]());

function containers(): Promise<string> {
  return docker('ps', '--all', '--quiet', '--filter', `ancestor=${image.name}`);
}

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'a process that ends by %s leaves no container, not even a frozen one',
  async (signal) => {
    const process_ = execa(process.execPath, [holder, image.name], {
      reject: false,
      stdin: 'ignore',
      // The whole group is killed below, as by Ctrl-C in a terminal.
      detached: true,
    });
    await once(createInterface({ input: process_.stdout }), 'line');
    expect(await containers()).not.toBe('');

    process.kill(-process_.pid!, signal);
    await process_;
    while ((await containers()) !== '') await sleep(100);
  },
);
