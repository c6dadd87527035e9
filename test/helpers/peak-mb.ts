import { readFileSync } from 'node:fs';

/**
 * The most memory that this process has taken so far. Not what getrusage says: that has the memory of the parent in it, from before
 * this program was loaded.
 */
export function peakMb(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) / 1024);
}
