import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

import { docker, DockerError } from '../../../lambda/docker/docker.ts';
import { forget, watched } from '../../../lambda/docker/reaper.ts';
import type { SandboxOptions } from '../../../lambda/sandbox/sandbox.ts';
import { startSandbox } from '../../../lambda/sandbox/start-sandbox.ts';
import { buildDirectory, type TestImage } from '../../docker/build-directory.ts';
import { type Fault, faultyDocker } from '../../docker/fault-injection.ts';

const bin = fileURLToPath(new URL('../../../bin/lambda-container.js', import.meta.url));

let image: TestImage;
/** What a docker needs that is a script, without the real one. */
let tools: string;

beforeAll(async () => {
  image = await buildDirectory(fileURLToPath(new URL('./function', import.meta.url)));
  tools = mkdtempSync(path.join(tmpdir(), 'lambda-container-tools-'));
  for (const name of ['sh', 'sleep', 'wc', 'rm']) {
    const { stdout } = await execa('sh', ['-c', `command -v ${name}`]);
    symlinkSync(stdout, path.join(tools, name));
  }
  symlinkSync(process.execPath, path.join(tools, 'node'));
});
afterAll(async () => {
  rmSync(tools, { recursive: true });
  await image[Symbol.asyncDispose]();
});

const realPath = process.env['PATH'];
afterEach(() => {
  process.env['PATH'] = realPath;
});

function servers(): number {
  return process.getActiveResourcesInfo().filter((each) => each === 'TCPServerWrap').length;
}

async function startAndEnd(options: SandboxOptions): Promise<void> {
  await using _sandbox = await startSandbox(options);
}

/** How it fails to start with that fault, and the containers that are left; no server is. */
async function failure(
  command: string,
  fault: Fault,
  { from = 1, ...options }: Partial<SandboxOptions> & { from?: number } = {},
): Promise<{ error: unknown; left: string[] }> {
  using faulty = faultyDocker(command, fault, from);
  const before = servers();
  process.env['PATH'] = `${faulty.path}:${tools}`;
  const error = await startAndEnd({ image: image.name, ...options }).catch(
    (problem: unknown) => problem,
  );
  process.env['PATH'] = realPath;
  await vi.waitFor(() => expect(servers()).toBe(before), 10_000);
  return { error, left: await faulty.containersLeft() };
}

const soon = { engineLimitMs: 5000 };

test.each([
  ['create', 'fails', /no luck/],
  ['start', 'fails', /docker start left the container created: .*no luck/],
  ['start', 'hangs', /docker start timed out before it started a process: the engine hangs/],
  ['update', 'fails', /no luck/],
  ['update', 'hangs', /docker update timed out: the engine hangs/],
  ['inspect', 'fails', /no luck/],
  ['inspect', 'hangs', /docker inspect timed out: the engine hangs/],
  ['inspect', 'prints garbage', /Expected docker inspect to print JSON, found: \{/],
] as const)('docker %s that %s leaves nothing', async (command, fault, says) => {
  const { error, left } = await failure(command, fault, fault === 'hangs' ? soon : {});
  expect(error).toBeInstanceOf(DockerError);
  expect((error as DockerError).message).toMatch(says);
  expect(left).toStrictEqual([]);
  expect(watched()).toStrictEqual([]);
});

test('docker inspect that fails once the runtime has ended leaves nothing', async () => {
  const { error, left } = await failure('inspect', 'fails', { env: { START: 'exit' } });
  expect(error).toBeInstanceOf(DockerError);
  expect(left).toStrictEqual([]);
});

test('docker kill that fails leaves nothing', async () => {
  const { error, left } = await failure('kill', 'fails', { env: { START: 'report' } });
  expect((error as DockerError).message).toMatch(/no luck/);
  expect(left).toStrictEqual([]);
});

test('a client that vanishes is told as one that is missing, and its container is remembered', async () => {
  const { error, left } = await failure('create', 'vanishes');
  expect((error as DockerError).isMissing).toBe(true);
  expect(watched()).toStrictEqual(left);
  expect(left).toHaveLength(1);
  await docker('rm', '--force', ...left);
  for (const name of left) forget(name);
});

test('a container that cannot be removed is remembered', async () => {
  const { error, left } = await failure('rm', 'fails');
  expect((error as DockerError).message).toMatch(/no luck/);
  expect(watched()).toStrictEqual(left);
  expect(left).toHaveLength(1);
  await docker('rm', '--force', ...left);
  for (const name of left) forget(name);
});

test.each([
  ['info', 'fails', 1, /docker info failed: .*no luck/],
  ['info', 'prints garbage', 1, /Expected docker info to print a number/],
  ['info', 'is Podman', 4, /Expected the engine of Docker, found Podman\.\n/],
  ['network', 'fails', 1, /docker network inspect failed: .*no luck/],
  ['create', 'fails', 3, /Docker refused the image .*no luck/],
  ['start', 'fails', 1, /docker start failed: .*no luck/],
  ['update', 'fails', 1, /docker update failed: .*no luck/],
  ['inspect', 'prints garbage', 1, /docker inspect failed: .*JSON/],
] as const)(
  'invoke with a docker %s that %s ends with %d and says so',
  async (command, fault, status, says) => {
    using faulty = faultyDocker(command, fault);
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      [bin, 'invoke', image.name],
      { env: { PATH: `${faulty.path}:${tools}` }, reject: false },
    );
    expect({ exitCode, stdout }).toStrictEqual({ exitCode: status, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/This should not happen/);
    expect(await faulty.containersLeft()).toStrictEqual([]);
  },
);

test('check with a docker that fails says what failed', async () => {
  using faulty = faultyDocker('update', 'fails');
  const { exitCode, stderr } = await execa(process.execPath, [bin, 'check', image.name], {
    env: { PATH: `${faulty.path}:${tools}` },
    reject: false,
  });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/docker update failed: .*no luck/);
  expect(await faulty.containersLeft()).toStrictEqual([]);
});
