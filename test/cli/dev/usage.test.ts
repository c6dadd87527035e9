import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';

import { expect, test } from 'vitest';

import { freePort } from '../../docker/free-port.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

/** `lambda-container dev` in a project. */
async function dev(
  args: readonly string[],
  env: Record<string, string> = {},
  event: readonly string[] = [],
) {
  using here = temporaryDirectory();
  await runCli(here.path, ['new', 'shop', '--language', 'bash', ...event, '--yes', '--no-git']);
  return await runCli(path.join(here.path, 'shop'), ['dev', ...args], { env });
}

test.each([
  [['shop'], 'Expected no argument, found shop.'],
  [['--port', '0'], 'Expected --port to be 1 to 65535, found "0".'],
  [['--port', 'http'], 'found "http"'],
  [['--concurrency', '0'], 'Expected --concurrency to be 1 to 100 execution environments'],
  [['--memory', '64'], 'found "64"'],
  [['--http', 'alb'], 'Expected --http url or apigw-v2, found "alb".'],
  [['--prot', '1'], 'Did you mean --port?'],
  [['--async-retries', '3'], 'Expected --async-retries to be 0 to 2, found "3".'],
  [['--batch-size', '0'], 'Expected --batch-size to be 1 to 10000, found "0".'],
  [['--bucket', 'photos'], 'Expected --bucket name=directory, found "photos".'],
  [['--bucket', 'Photos=.'], 'Expected --bucket name=directory, found "Photos=.".'],
  [['--bucket', 'photos=./nope'], 'Expected the directory of the bucket photos, found none'],
  [
    ['--bucket', 'photos=.'],
    'Expected a function with the event s3 for --bucket, found shop (direct).',
  ],
  [['--schedule'], 'Expected a function with the event schedule for --schedule'],
  [['--host', '192.0.2.1'], 'Expected an address of this machine'],
])('%j is wrong usage', async (args, says) => {
  const { exitCode, stdout, stderr } = await dev(args);
  expect(stderr).toContain(says);
  expect({ exitCode, stdout }).toStrictEqual({ exitCode: 2, stdout: '' });
});

test('a schedule that is none is told before anything is built', async () => {
  const event = ['--event', 'schedule'];
  const { exitCode, stderr } = await dev(
    ['--schedule=rate(5 seconds)'],
    { PATH: '/nowhere' },
    event,
  );
  expect(stderr).toContain('Expected a schedule such as rate(5 minutes) or cron(0 6 * * ? *)');
  expect(exitCode).toBe(2);
});

test('without a project, it says how to make one', async () => {
  using here = temporaryDirectory();
  const { exitCode, stderr } = await runCli(here.path, ['dev']);
  expect(stderr).toContain('lambda-container new makes one');
  expect(exitCode).toBe(2);
});

test('a port that is taken is told before anything is built', async () => {
  await using server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { exitCode, stderr } = await dev(['--port', String(port)], { PATH: '/nowhere' });
  expect(stderr).toBe(
    `Expected port ${port} to be free, found another process that listens there.\n` +
      `Stop that, or choose another port: --port ${port + 1}`,
  );
  expect(exitCode).toBe(1);
});

test('without Docker, it says what to install', async () => {
  const { exitCode, stderr } = await dev(['--port', String(await freePort())], {
    PATH: '/nowhere',
  });
  expect(stderr).toContain('Expected the docker command on the PATH, found none.');
  expect(exitCode).toBe(4);
});
