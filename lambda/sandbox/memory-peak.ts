import { readFileSync } from 'node:fs';
import path from 'node:path';

import { cgroupMounts } from './cgroup-mounts.ts';

/**
 * The file with the kernel's peak memory count for the container of a process; undefined if the engine runs on another
 * machine or in a virtual machine.
 */
export function memoryPeakFile(processId: number): string | undefined {
  try {
    const mounts = cgroupMounts(readFileSync('/proc/self/mounts', 'utf8'));
    const groups = readFileSync(`/proc/${processId}/cgroup`, 'utf8');
    const file = path.join(memoryDirectory(mounts, groups), peakName[mounts.version]);
    readFileSync(file);
    return file;
  } catch {
    return undefined;
  }
}

/** In MB of 1,024 × 1,024 bytes, as on Lambda. */
export function readPeakMb(file: string): number {
  return Number(readFileSync(file, 'utf8')) / 1024 ** 2;
}

const peakName = { 1: 'memory.max_usage_in_bytes', 2: 'memory.peak' };

/** `groups` is the content of /proc/PID/cgroup: `4:memory:/docker/…` in version 1, `0::/docker/…` in version 2. */
function memoryDirectory(mounts: ReturnType<typeof cgroupMounts>, groups: string): string {
  const pattern = mounts.version === 1 ? /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.+)$/m : /^0::(.+)$/m;
  const root = mounts.version === 1 ? mounts.directories.get('memory')! : mounts.directory;
  return path.join(root, pattern.exec(groups)![1]!);
}
