import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import path from 'node:path';

import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { createCgroup } from './cgroup.ts';
import { ownName, temporaryRoot } from './leftovers.ts';
import { inOwnNetwork } from './measure-in-own-network.ts';

/** Refuses to start where it would fail after minutes. */
export function requireMachine(checkout: string): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    const found = `user ${process.getuid?.()} on ${process.platform}`;
    throw missing(
      `Expected to be root on Linux, found ${found}: containers are started without Docker.`,
      'Run it as root: sudo make bench',
    );
  }
  requireCommand(['docker', ['version']], 'Docker', 'Set one up: make machine');
  requireCommand(
    ['python3', ['-I', '-c', 'import sys; sys.exit(sys.version_info < (3, 9))']],
    'python3, 3.9 or newer',
    'Install it: apt-get install python3',
  );
  requireCommand(
    inOwnNetwork('true'),
    'to be allowed to make namespaces',
    'Run it on the machine itself, or in a container with --privileged.',
  );
  requireCgroups();
  requireDisk();
  const compiled = path.join(checkout, 'dist');
  if (!existsSync(compiled)) {
    throw missing(`Expected the compiled generator in ${compiled}, found none.`, 'npm run build');
  }
}

function requireCommand(command: [string, string[]], expected: string, fix: string) {
  const { status, error, stderr } = spawnSync(...command, { encoding: 'utf8' });
  if (status !== 0) throw missing(`Expected ${expected}, found: ${error ?? stderr.trim()}`, fix);
}

function requireCgroups() {
  try {
    createCgroup(`${ownName()}-trial`, { cpus: 1, memoryMb: 64 }).remove();
  } catch (error) {
    throw missing(
      `Expected to be able to make control groups, found: ${(error as Error).message}`,
      'Run it on the machine itself, as root, or in a container with --privileged and --cgroupns=host.',
      error,
    );
  }
}

const tmpfs = 0x01021994;

function requireDisk() {
  if (statfsSync(temporaryRoot).type === tmpfs) {
    throw missing(
      `Expected ${temporaryRoot} on a disk, found it in memory: nothing there can be read from a disk.`,
      `Mount a disk at ${temporaryRoot}.`,
    );
  }
}

function missing(problem: string, fix: string, cause?: unknown) {
  return new CliError(exitCode.missingTool, { problem, fix }, { cause });
}
