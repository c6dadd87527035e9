import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import {
  cgroupMounts,
  controllers,
  type CgroupMounts,
} from '../../lambda/sandbox/cgroup-mounts.ts';

/** Limits of a container, as Lambda derives them from the memory that a function is given. */
export interface Limits {
  cpus: number;
  memoryMb: number;
}

/** A control group of its own for one container. */
export interface Cgroup {
  /** Files that a process writes `0` to in order to join. */
  procs: string[];
  /** CPU time that all processes have used, in ms. */
  cpuMs(): number;
  pids(): number[];
  /** Kills what is left in it, and removes it. */
  remove(): void;
}

/**
 * A short period, since a share is given as so much time a period: with the usual 100 ms, a share of
 * 0.29 is 29 ms at full speed and then a pause of 71, and a start of 30 ms costs as much as one of 99.
 */
const periodUs = 20_000;

export function createCgroup(name: string, limits: Limits): Cgroup {
  const mounts = findMounts();
  const quotaUs = Math.round(limits.cpus * periodUs);
  const memory = limits.memoryMb * 1024 * 1024;

  if (mounts.version === 1) {
    const roots = mounts.directories;
    function directory(controller: string) {
      return path.join(roots.get(controller)!, name);
    }
    const directories = [...new Set(controllers.map(directory))];
    for (const each of directories) mkdirSync(each);
    writeFileSync(path.join(directory('cpu'), 'cpu.cfs_period_us'), `${periodUs}`);
    writeFileSync(path.join(directory('cpu'), 'cpu.cfs_quota_us'), `${quotaUs}`);
    writeFileSync(path.join(directory('memory'), 'memory.limit_in_bytes'), `${memory}`);
    const usage = path.join(directory('cpuacct'), 'cpuacct.usage');
    return group(directories, () => Number(readFileSync(usage, 'utf8')) / 1e6);
  }

  const directory = path.join(mounts.directory, name);
  writeFileSync(path.join(mounts.directory, 'cgroup.subtree_control'), '+cpu +memory');
  mkdirSync(directory);
  writeFileSync(path.join(directory, 'cpu.max'), `${quotaUs} ${periodUs}`);
  writeFileSync(path.join(directory, 'memory.max'), `${memory}`);
  const stat = path.join(directory, 'cpu.stat');
  return group([directory], () => usageUsec(readFileSync(stat, 'utf8')) / 1000);
}

/** The directories of all groups that stand right below the roots: each is one group, or part of one. */
export function cgroupDirectories(): string[] {
  const mounts = findMounts();
  const roots = mounts.version === 1 ? new Set(mounts.directories.values()) : [mounts.directory];
  return [...roots].flatMap((root) => readdirSync(root).map((name) => path.join(root, name)));
}

/** Kills what is in a group, and removes one of its directories. */
export function removeCgroup(directory: string): void {
  const until = Date.now() + 10_000;
  // A process may fork while it is being looked for; a killed one leaves the group only when reaped.
  for (let left = pidsIn(directory); left.length > 0; left = pidsIn(directory)) {
    if (Date.now() > until) {
      throw new Error(
        `Expected ${directory} to be empty after SIGKILL, found processes ${left.join()}.`,
      );
    }
    for (const pid of left) kill(pid);
    sleepMs(2);
  }
  if (existsSync(directory)) rmdirSync(directory);
}

/** usage_usec of cgroup v2's cpu.stat. */
export function usageUsec(stat: string): number {
  return Number(/^usage_usec (\d+)$/m.exec(stat)?.[1]);
}

function findMounts(): CgroupMounts {
  return cgroupMounts(readFileSync('/proc/self/mounts', 'utf8'));
}

function group(directories: string[], cpuMs: () => number): Cgroup {
  return {
    procs: directories.map((directory) => path.join(directory, 'cgroup.procs')),
    cpuMs,
    pids: () => pidsIn(directories[0]!),
    remove() {
      for (const directory of directories) removeCgroup(directory);
    },
  };
}

function pidsIn(directory: string): number[] {
  const file = path.join(directory, 'cgroup.procs');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number);
}

function kill(pid: number) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits without turning to anything else, so that it works while the process ends. */
function sleepMs(ms: number) {
  return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
