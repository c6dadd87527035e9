import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { docker } from '../../lambda/docker/docker.ts';
import { packageRoot } from '../../scaffold/package-root.ts';
import { buildDirectory, type TestImage } from '../docker/build-directory.ts';
import { isFullMatrix } from '../docker/combinations.ts';
import { dockerWith, faults } from '../docker/fault-injection.ts';

const bin = path.join(packageRoot, 'bin/lambda-container.js');
const reportWaits = path.join(packageRoot, 'test/helpers/report-waits.ts');

let image: TestImage;

beforeAll(async () => {
  image = await buildDirectory(
    fileURLToPath(new URL('../lambda/sandbox/function', import.meta.url)),
  );
});
afterAll(() => image[Symbol.asyncDispose]());

/** What may go wrong with a call, as a script in place of it. */
const troubles = {
  fails: faults.fails,
  'fails after it was done': `"$real" "$@" >/dev/null 2>&1; ${faults.fails}`,
  'finds its container removed': 'for each in $created; do "$real" rm --force "$each"; done >&2',
  'is killed': 'kill -KILL $$',
};

/** Runs a command with trouble in its n-th call to the engine; with none for 0. */
async function run(command: string, call: number, trouble: string) {
  using faulty = dockerWith(`if [ "$call" = ${call} ]; then ${trouble}; fi`);
  const waits = path.join(faulty.path, 'waits');
  const args = ['--import', reportWaits, bin, command, image.name, '--timeout', '900'];
  const given = [...args, '--memory', '512', '--data', '{"do":"count"}'];
  const { exitCode, stderr, signal } = await execa(process.execPath, given, {
    env: { PATH: `${faulty.path}:${process.env['PATH']}`, WAITS_FILE: waits },
    reject: false,
    stdin: 'ignore',
  });
  // What the command could not remove is removed by its reaper.
  while ((await faulty.containersLeft()).length > 0) await docker('version');
  const waitedMs = Number(readFileSync(waits, 'utf8'));
  return { exitCode, stderr, signal, waitedMs, calls: faulty.calls() };
}

describe.concurrent.each([
  ['invoke', Object.keys(troubles)],
  ['check', ['fails']],
] as [string, (keyof typeof troubles)[]][])('%s', (command, names) => {
  test.each(names)('ends with a message and leaves nothing, whatever call %s', async (name) => {
    const healthy = await run(command, 0, 'true');
    expect(healthy.exitCode).toBe(0);
    expect(healthy.calls.length).toBeGreaterThan(7);
    // After those for the image, `check` makes the calls of `invoke`.
    const last =
      command === 'check' && !isFullMatrix
        ? healthy.calls.findIndex((each) => each.startsWith('create ')) + 1
        : healthy.calls.length;
    expect(last).toBeGreaterThan(2);
    for (let call = 1; call <= last; call += 1) {
      const { exitCode, signal, stderr, waitedMs, calls } = await run(
        command,
        call,
        troubles[name],
      );
      const at = `${calls[call - 1]}\n${stderr}`;
      // Once the container is removed, nothing matters that was done to it; nor does a process that was started.
      const isHarmless = calls.findIndex((each) => each.startsWith('rm ')) < call - 1;
      const allowed = name === 'fails' && !isHarmless ? [1, 3] : [0, 1, 3];
      expect(allowed, at).toContain(exitCode);
      expect(signal, at).toBe(undefined);
      expect(stderr, at).toMatch(exitCode === 0 ? /^REPORT |^$/m : /docker|container/i);
      expect(stderr, at).not.toMatch(/This is a bug|^ {4}at /m);
      // By the clock of the program: how long its calls take is the engine's matter.
      expect(waitedMs, at).toBeLessThan(2000);
    }
  });
});

test('a container that somebody removes while the function starts is told', async () => {
  const args = [bin, 'invoke', image.name, '--env', 'START=after 900000', '--timeout', '900'];
  const process_ = execa(process.execPath, args, { reject: false, stdin: 'ignore' });
  await new Promise<void>((resolve) => {
    process_.stderr.on('data', (text) => {
      if (String(text).includes('starting')) resolve();
    });
  });
  const ids = await docker('ps', '--all', '--quiet', '--filter', `ancestor=${image.name}`);
  await docker('rm', '--force', ...ids.split('\n'));
  const { exitCode, stderr } = await process_;
  expect(stderr).toContain('The container of the function was removed while it was in use');
  expect(exitCode).toBe(1);
});

test.each([
  ['an engine that does not run', { DOCKER_HOST: 'tcp://127.0.0.1:1' }],
  ['an address that cannot be', { DOCKER_HOST: 'tcp://lambda-container.invalid' }],
  ['a context that does not exist', { DOCKER_CONTEXT: 'lambda-container-none' }],
  ['no certificates', { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/nowhere' }],
])('%s is exit code 4', async (_title, env) => {
  for (const command of ['invoke', 'check']) {
    const { exitCode, stderr } = await execa(process.execPath, [bin, command, image.name], {
      env,
      reject: false,
    });
    expect(stderr).toContain('`docker version` must show a server.');
    expect(exitCode).toBe(4);
  }
});

test('a socket that the user may not use is exit code 4', async () => {
  const said = 'permission denied while trying to connect to the docker API at unix:///a.sock';
  using refused = dockerWith(`echo '${said}' >&2; exit 1`);
  const { exitCode, stderr } = await execa(process.execPath, [bin, 'invoke', image.name], {
    env: { PATH: `${refused.path}:${process.env['PATH']}` },
    reject: false,
  });
  expect(stderr).toContain(said);
  expect(exitCode).toBe(4);
});

test('a command that is killed while its container is being created leaves none', async () => {
  // The client waits until the command and the usual patience of the reaper have passed.
  using slow = dockerWith('if [ "$1" = create ]; then sleep 10; fi');
  const env = { PATH: `${slow.path}:${process.env['PATH']}` };
  const process_ = execa(process.execPath, [bin, 'invoke', image.name], {
    env,
    reject: false,
    stdin: 'ignore',
    detached: true,
  });
  while (!slow.calls().some((call) => call.startsWith('create '))) await docker('version');
  process.kill(-process_.pid!, 'SIGKILL');
  await process_;
  while (!slow.ended().some((call) => call.startsWith('create '))) await docker('version');
  while ((await slow.containersLeft()).length > 0) await docker('version');
  expect(slow.calls().join('\n')).toMatch(/^create .*\n(.*\n)*rm /m);
});
