import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { runImage, type RunOptions } from '../../../lambda/check/run-image.ts';
import type { Finding } from '../../../lambda/check/rule.ts';
import { DockerError } from '../../../lambda/docker/docker.ts';
import { buildDirectory, type TestImage } from '../../docker/build-directory.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

let base: TestImage;

beforeAll(async () => {
  base = await buildDirectory(fileURLToPath(new URL('function', import.meta.url)));
});
afterAll(() => base[Symbol.asyncDispose]());

/** So much that a busy machine, which keeps many files in memory, is no finding. */
const plenty: RunOptions = { memoryMb: 512, timeoutMs: 900_000 };

/** Findings of the image with further instructions. */
async function run(instructions: string, options: RunOptions = plenty): Promise<Finding[]> {
  using directory = temporaryDirectory({ Dockerfile: `FROM ${base.name}\n${instructions}\n` });
  await using image = await buildDirectory(directory.path);
  // Awaited here: the image has to be there until then.
  return await runImage(image.name, options);
}

function finding(rule: string, found: string, severity = 'error') {
  return {
    rule,
    severity,
    found: expect.stringContaining(found) as string,
    where: expect.any(String) as string,
    fix: expect.any(String) as string,
  };
}

test('a function that responds has no findings', async () => {
  expect(await run('')).toStrictEqual([]);
});

test('an error that the handler reports is a response, and shown', async () => {
  expect(await run('ENV DO="event throw"')).toStrictEqual([
    finding('run-error', 'found the error TypeError: no such event', 'remark'),
  ]);
});

test('an error that the handler reports because of a file in the image', async () => {
  const instructions =
    'COPY --chmod=600 Dockerfile /var/task/data\nENV DO="event read /var/task/data"';
  expect(await run(instructions)).toStrictEqual([
    {
      ...finding('run-fault', "EACCES: permission denied, open '/var/task/data'"),
      where: '/var/task/data',
    },
  ]);
});

test('the configuration of the function', async () => {
  const options = { ...plenty, command: ['other'], env: { DO: 'init report Runtime.Other' } };
  expect(await run('', options)).toMatchObject([
    { found: expect.stringContaining('found the error Runtime.Other') },
  ]);
});

test('an ENTRYPOINT that cannot be started', async () => {
  expect(await run('ENTRYPOINT ["/nowhere"]')).toStrictEqual([
    finding('run-entrypoint', '/nowhere'),
  ]);
});

test('a runtime that exits before it requests an event, with the last line of its log', async () => {
  expect(await run('ENV DO="init exit 3"')).toStrictEqual([
    finding(
      'run-init',
      'found the runtime ended with exit status 3; the last line of the log: starting',
    ),
  ]);
});

test('a runtime that reports that it cannot start', async () => {
  expect(await run('ENV DO="init report Runtime.ImportModuleError"')).toStrictEqual([
    finding('run-init', 'found the error Runtime.ImportModuleError: no module app;'),
  ]);
});

test('a runtime that does not request an event', async () => {
  expect(await run('ENV DO="init hang"')).toStrictEqual([
    finding('run-init', 'found none after 10 seconds; the last line of the log: starting'),
  ]);
});

test('a runtime that runs out of memory before it requests an event', async () => {
  expect(await run('ENV DO="init allocate 600"')).toStrictEqual([
    {
      ...finding('run-init', 'found the runtime killed, out of memory at 512 MB'),
      fix: expect.stringContaining('--memory 1024') as string,
    },
  ]);
});

test.each(['init', 'event'])(
  'a write to a read-only place during %s, with its path',
  async (at) => {
    expect(await run(`ENV DO="${at} write /var/task/cache"`)).toStrictEqual([
      {
        ...finding('run-read-only', 'EROFS: read-only file system', 'warning'),
        where: '/var/task/cache',
      },
    ]);
  },
);

test('a write to /tmp is no finding', async () => {
  expect(await run('ENV DO="event write /tmp/cache"')).toStrictEqual([]);
});

test('a runtime that exits while it processes an event', async () => {
  expect(await run('ENV DO="event exit 4"')).toStrictEqual([
    finding('run-answer', 'found Runtime.ExitError: Runtime exited with error: exit status 4.'),
  ]);
});

test('a handler that does not respond', async () => {
  expect(await run('ENV DO="event hang"', { ...plenty, timeoutMs: 1000 })).toStrictEqual([
    finding('run-answer', 'found none after 1 s.'),
  ]);
});

test('an event that takes nearly all of the memory', async () => {
  expect(await run('ENV DO="event allocate 450"')).toStrictEqual([
    finding('run-memory', 'Expected at most 460 MB of 512 MB, found ', 'warning'),
  ]);
});

test('an ignored rule has no findings, the others still do', async () => {
  const instructions = 'ENV DO="event write /var/task/cache"';
  expect(await run(instructions, { ...plenty, ignored: ['run-read-only'] })).toStrictEqual([]);
  const others = { ...plenty, ignored: ['run-init', 'run-memory'] };
  expect(await run(instructions, others)).toMatchObject([{ rule: 'run-read-only' }]);
});

test('a missing image is an error, not a finding', async () => {
  await expect(runImage('lambda-container.invalid/none')).rejects.toThrow(DockerError);
});
