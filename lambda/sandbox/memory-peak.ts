import { readFileSync } from 'node:fs';
import path from 'node:path';

import { cgroupMounts } from './cgroup-mounts.ts';

/**
 * The file in which the kernel counts the most memory that the container of a process has had; undefined
 * where the engine's processes are not those of this machine.
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

/** In MB, as Lambda counts them: 1,024 times 1,024 bytes. */
export function readPeakMb(file: string): number {
  return Number(readFileSync(file, 'utf8')) / 1024 ** 2;
}

const peakName = { 1: 'memory.max_usage_in_bytes', 2: 'memory.peak' };

/** `groups` is /proc/PID/cgroup: `4:memory:/docker/…` in version 1, `0::/docker/…` in version 2. */
function memoryDirectory(mounts: ReturnType<typeof cgroupMounts>, groups: string): string {
  const pattern = mounts.version === 1 ? /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.+)$/m : /^0::(.+)$/m;
  const root = mounts.version === 1 ? mounts.directories.get('memory')! : mounts.directory;
  return path.join(root, pattern.exec(groups)![1]!);
}
