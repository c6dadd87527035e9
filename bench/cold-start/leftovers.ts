import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { cgroupDirectories, removeCgroup } from './cgroup.ts';

const prefix = 'lambda-container-bench-';

/** Starts the name of all that a run makes outside of its own memory: groups, directories, containers. */
export function ownName(pid: number = process.pid): string {
  return `${prefix}${pid}`;
}

/** Where images are unpacked to: not /tmp, which may be memory, and from there nothing can be evicted. */
export const temporaryRoot = '/var/tmp';

/**
 * Removes what this run has made, or an earlier one that was killed. Its processes are gone: each ends
 * with the one that started it.
 */
export function removeLeftovers(): void {
  for (const name of containers().filter(isLeft)) {
    execFileSync('docker', ['rm', '--force', name], { stdio: 'ignore' });
  }
  for (const directory of cgroupDirectories().filter(isLeft)) removeCgroup(directory);
  for (const name of readdirSync(temporaryRoot).filter(isLeft)) {
    // What has just been killed may write for a moment yet.
    const retry = { maxRetries: 10, retryDelay: 50 };
    rmSync(path.join(temporaryRoot, name), { recursive: true, force: true, ...retry });
  }
}

function containers(): string[] {
  const list = ['ps', '--all', '--filter', `name=${prefix}`, '--format', '{{.Names}}'];
  return execFileSync('docker', list, { encoding: 'utf8' }).split('\n');
}

/** Whether a path or name is of a run that is this one, or no more. */
function isLeft(file: string): boolean {
  const pid = Number(new RegExp(`^${prefix}(\\d+)`).exec(path.basename(file))?.[1]);
  return pid === process.pid || (pid > 0 && !isAlive(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
