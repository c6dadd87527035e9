import { readFileSync } from 'node:fs';

/**
 * Memory that is resident for some processes, in MB. What several of them share counts once: with
 * VmRSS, three processes of Node.js would seem to take its program three times.
 */
export function residentMb(pids: number[]): number {
  return sum(pids, (pid) => field(pid, 'smaps_rollup', 'Pss')) / 1024;
}

/** MB that some processes, and those they have waited for, had read from the disk. */
export function readMb(pids: number[]): number {
  return sum(pids, (pid) => field(pid, 'io', 'read_bytes')) / 1e6;
}

function sum(pids: number[], of: (pid: number) => number) {
  return pids.reduce((total, pid) => total + of(pid), 0);
}

/** A number in a file of /proc; 0 if the process has ended. */
function field(pid: number, file: string, name: string): number {
  try {
    const contents = readFileSync(`/proc/${pid}/${file}`, 'utf8');
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(contents)?.[1] ?? 0);
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code!)) return 0;
    throw error;
  }
}
