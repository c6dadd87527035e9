import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runImageFlags } from '../../docker/run-image.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const here = temporaryDirectory();
const project = path.join(here.path, 'chat');
const engine = path.join(here.path, 'engine');
const image = `interrupted-${process.pid}`;
const images = [image, `${image}:test`];
let buildFlags: string;

/**
 * Writes down its commands. A container is created even if a signal ends its client: no signal to the client's process
 * group reaches the daemon.
 */
const recordingEngine = `#!/bin/sh
echo "$1" >>"$COMMANDS"
if [ "$1" != create ]; then exec docker "$@"; fi
setsid sh -c 'sleep 0.3; exec docker "$@" >"$0"' "$COMMANDS.id" "$@" &
wait $!
cat "$COMMANDS.id"
`;

beforeAll(async () => {
  // Its functions need a second container, the stand-in for AWS.
  const flags = ['--language', 'bash', '--event', 'websocket', '--yes'];
  await runCli(here.path, ['new', 'chat', ...flags]);
  writeFileSync(engine, recordingEngine, { mode: 0o755 });
  buildFlags = `BUILD_FLAGS=${(await runImageFlags(project)).join(' ')}`;
  await execa('make', ['test', `IMAGE=${image}`, buildFlags], { cwd: project });
});

afterAll(async () => {
  await execa('docker', ['image', 'rm', '--force', ...images]);
  here[Symbol.dispose]();
});

test.concurrent.each([
  ['test', 1, 'create', 'SIGINT'],
  ['test', 2, 'create', 'SIGTERM'],
  ['test', 2, 'start', 'SIGHUP'],
  ['test', 1, 'port', 'SIGQUIT'],
  ['test', 1, 'rm', 'SIGINT'],
  ['run', 1, 'create', 'SIGINT'],
  ['run', 1, 'start', 'SIGTERM'],
] as const)('make %s leaves no container: %d. %s, %s', async (target, count, command, signal) => {
  const run = `${target}-${count}-${command}`;
  const commands = path.join(here.path, run);
  const own = `${image}-${run}`;
  for (const each of images) await execa('docker', ['tag', each, each.replace(image, own)]);
  writeFileSync(commands, '');
  const flags = [`IMAGE=${own}`, `ENGINE=${engine}`, 'PORT=0', buildFlags];
  const making = execa('make', [target, ...flags], {
    cwd: project,
    env: { COMMANDS: commands },
    detached: true,
    reject: false,
    all: true,
  });
  let hasEnded = false;
  void making.then(() => (hasEnded = true));
  const { pid } = await making.nodeChildProcess;
  function times(): number {
    return readFileSync(commands, 'utf8')
      .split('\n')
      .filter((each) => each === command).length;
  }

  while (times() < count && !hasEnded) await sleep(10);
  process.kill(-pid!, signal);
  const { exitCode, all } = await making;

  expect(exitCode, all).not.toBe(0);
  const left = await execa('docker', ['ps', '--all', '--format', '{{.Image}} {{.Command}}']);
  const ofThisRun = left.stdout.split('\n').filter((each) => each.startsWith(own));
  expect(ofThisRun).toStrictEqual([]);
  await execa('docker', ['image', 'rm', '--force', own, `${own}:test`]);
});
