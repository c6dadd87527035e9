import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';

import { expect, test } from 'vitest';

import { freePort } from '../../docker/free-port.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

/** `lambda-container dev` in a project. */
async function dev(args: readonly string[], env: Record<string, string> = {}) {
  using here = temporaryDirectory();
  await runCli(here.path, ['new', 'shop', '--language', 'bash', '--yes', '--no-git']);
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
  [['--host', '192.0.2.1'], 'Expected an address of this machine'],
])('%j is wrong usage', async (args, says) => {
  const { exitCode, stdout, stderr } = await dev(args);
  expect(stderr).toContain(says);
  expect({ exitCode, stdout }).toStrictEqual({ exitCode: 2, stdout: '' });
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
