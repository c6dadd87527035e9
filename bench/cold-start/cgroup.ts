import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Limits of a container, as Lambda derives them from the memory that a function is given. */
export type Limits = { cpus: number; memoryMb: number };

/** A control group of its own for one container. */
export type Cgroup = {
  /** Files that a process writes `0` to in order to join. */
  procs: string[];
  /** CPU time that all processes have used, in ms. */
  cpuMs(): number;
  pids(): number[];
  /** Kills what is left in it, and removes it. */
  remove(): Promise<void>;
};

/**
 * A short period, since a share is given as so much time a period: with the usual 100 ms, a share of
 * 0.29 is 29 ms at full speed and then a pause of 71, and a start of 30 ms costs as much as one of 99.
 */
const periodUs = 20_000;
const controllers = ['cpu', 'cpuacct', 'memory'];

export const createCgroup = (name: string, limits: Limits): Cgroup => {
  const mounts = cgroupMounts(readFileSync('/proc/self/mounts', 'utf8'));
  const quotaUs = Math.round(limits.cpus * periodUs);
  const memory = limits.memoryMb * 1024 * 1024;

  if (mounts.v1.size === controllers.length) {
    const folder = (controller: string) => path.join(mounts.v1.get(controller)!, name);
    const folders = [...new Set(controllers.map(folder))];
    for (const each of folders) mkdirSync(each, { recursive: true });
    writeFileSync(path.join(folder('cpu'), 'cpu.cfs_period_us'), `${periodUs}`);
    writeFileSync(path.join(folder('cpu'), 'cpu.cfs_quota_us'), `${quotaUs}`);
    writeFileSync(path.join(folder('memory'), 'memory.limit_in_bytes'), `${memory}`);
    const usage = path.join(folder('cpuacct'), 'cpuacct.usage');
    return group(folders, () => Number(readFileSync(usage, 'utf8')) / 1e6);
  }

  if (mounts.v2 === undefined) {
    throw new Error(
      'Expected cgroup v2, or v1 with cpu, cpuacct and memory; found neither in /proc/self/mounts.',
    );
  }
  const folder = path.join(mounts.v2, name);
  writeFileSync(path.join(mounts.v2, 'cgroup.subtree_control'), '+cpu +memory');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'cpu.max'), `${quotaUs} ${periodUs}`);
  writeFileSync(path.join(folder, 'memory.max'), `${memory}`);
  const stat = path.join(folder, 'cpu.stat');
  return group([folder], () => usageUsec(readFileSync(stat, 'utf8')) / 1000);
};

/** Where the controllers are: /proc/self/mounts has one line a mount, the first wins. */
export const cgroupMounts = (mounts: string): { v1: Map<string, string>; v2?: string } => {
  const v1 = new Map<string, string>();
  let v2: string | undefined;
  for (const line of mounts.split('\n')) {
    const [, target, type, options] = line.split(' ');
    if (type === 'cgroup2') v2 ??= target!;
    if (type !== 'cgroup') continue;
    for (const option of options!.split(',')) {
      if (controllers.includes(option) && !v1.has(option)) v1.set(option, target!);
    }
  }
  return v2 === undefined ? { v1 } : { v1, v2 };
};

/** usage_usec of cgroup v2's cpu.stat. */
export const usageUsec = (stat: string): number => Number(/^usage_usec (\d+)$/m.exec(stat)?.[1]);

const group = (folders: string[], cpuMs: () => number): Cgroup => {
  const pids = () =>
    readFileSync(path.join(folders[0]!, 'cgroup.procs'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(Number);
  return {
    procs: folders.map((folder) => path.join(folder, 'cgroup.procs')),
    cpuMs,
    pids,
    async remove() {
      // A process may fork while it is being looked for; a killed one leaves the group only when reaped.
      while (pids().length > 0) {
        for (const pid of pids()) kill(pid);
        await sleep(5);
      }
      for (const folder of folders) {
        if (existsSync(folder)) rmdirSync(folder);
      }
    },
  };
};

const kill = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
