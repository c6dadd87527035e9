import { spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { commandLine, type CommandLine } from '../../programs/command-line.ts';
import type { ReaperMessage } from './reaper.ts';
import { removalCommand } from './removal-command.ts';

/** Removes containers, networks and volumes when its parent process has exited for any reason, which closes its standard input. */
const names = {
  container: new Set<string>(),
  network: new Set<string>(),
  volume: new Set<string>(),
};
const creators = new Set<number>();

// A signal to the parent's group must not stop the cleanup.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
  process.on(signal, () => {});
}

const pauseMs = 250;
const commandLimitMs = 60_000;

/** A client that was killed may have asked for a container that appears some moments later. */
const leastMs = 5000;

/** An engine that does not respond for so long has other problems than our containers. */
const mostMs = 15 * 60_000;

async function removeAll(): Promise<void> {
  const beganAt = performance.now();
  function hasPassed(ms: number) {
    return performance.now() - beganAt >= ms;
  }
  const isIdle = Object.values(names).every(({ size }) => size === 0);
  for (let isDone = isIdle; !isDone && !hasPassed(mostMs); await sleep(pauseMs)) {
    const isCreating = [...creators].some(isRunning);
    for (const { kind } of steps) {
      const { command, flags } = removalCommand[kind];
      if (names[kind].size > 0) run(commandLine(command, flags, [...names[kind]]));
    }
    isDone = !isCreating && hasPassed(leastMs) && steps.every(areGone);
  }
}

/** Networks and volumes can only be removed without their containers. */
const steps = [
  {
    kind: 'container',
    list: { command: 'container ls', flags: ['--all', '--format', '{{.Names}}'] },
  },
  {
    kind: 'network',
    list: { command: 'network ls', flags: ['--format', '{{.Name}}'] },
  },
  {
    kind: 'volume',
    list: { command: 'volume ls', flags: ['--format', '{{.Name}}'] },
  },
] as const;

function areGone({ kind, list }: (typeof steps)[number]): boolean {
  const { status, stdout } = run(commandLine(list.command, list.flags));
  return status === 0 && !stdout.split('\n').some((name) => names[kind].has(name));
}

function run(args: CommandLine) {
  return spawnSync('docker', args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: commandLimitMs,
    killSignal: 'SIGKILL',
  });
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

function take(message: ReaperMessage): void {
  if ('watch' in message) names[message.kind].add(message.watch);
  else if ('forget' in message) names[message.kind].delete(message.forget);
  else if ('await' in message) creators.add(message.await);
  else creators.delete(message.done);
}

createInterface({ input: process.stdin })
  .on('line', (line) => take(JSON.parse(line) as ReaperMessage))
  .on('close', () => void removeAll());
