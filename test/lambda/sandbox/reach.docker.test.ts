import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { docker } from '../../../lambda/docker/docker.ts';
import { startSandbox } from '../../../lambda/sandbox/start-sandbox.ts';
import { buildDirectory, type TestImage } from '../../docker/build-directory.ts';

let image: TestImage;

beforeAll(async () => {
  image = await buildDirectory(fileURLToPath(new URL('./function', import.meta.url)));
});
afterAll(() => image[Symbol.asyncDispose]());

const patient = { timeoutMs: 120_000, memoryMb: 512 };

/** Whether `fetch` in another container gets a response. */
async function isServedElsewhere(url: string): Promise<boolean> {
  const script = `fetch('${url}').then(() => console.log('served'), () => console.log('refused'))`;
  const args = ['--rm', '--entrypoint', '/usr/local/bin/node', image.name, '--eval', script];
  return (await docker('run', ...args)) === 'served';
}

async function connect(sandbox: Awaited<ReturnType<typeof startSandbox>>, host: string) {
  const event = JSON.stringify({ do: 'connect', host, port: 80 });
  return (await sandbox.invoke(event)).result.body.toString();
}

test('the Runtime API serves its own container and this machine, and no other container', async () => {
  await using sandbox = await startSandbox({ image: image.name, ...patient });
  const { address } = sandbox.runtimeApi;
  const running = sandbox.invoke('{"do":"sleep","ms":1000}');
  const ping = `http://${address}/2018-06-01/ping`;
  expect(await isServedElsewhere(ping)).toBe(false);
  expect(await isServedElsewhere(`http://${address}/2018-06-01/runtime/invocation/next`)).toBe(
    false,
  );
  expect((await fetch(ping)).status).toBe(200);
  expect((await running).result.error).toBe(undefined);
});

test('an isolated function reaches nothing but the Runtime API, and its network is removed', async () => {
  let network = '';
  {
    await using sandbox = await startSandbox({ image: image.name, ...patient, isIsolated: true });
    network = sandbox.container;
    // The address of a cloud's credentials, one of the internet, and one in the usual network of containers.
    for (const host of ['169.254.169.254', '192.0.2.1', '172.17.0.2']) {
      expect(await connect(sandbox, host)).toMatch(/ENETUNREACH|EHOSTUNREACH/);
    }
  }
  expect(await docker('network', 'ls', '--format', '{{.Name}}')).not.toContain(network);
});
