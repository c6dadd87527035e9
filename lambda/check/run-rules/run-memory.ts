import type { RunRule } from '../run-rule.ts';

const most = 0.9;

export const runMemory: RunRule = {
  id: 'run-memory',
  severity: 'warning',
  title: 'one event uses at most 90 % of the memory',
  why: 'A function that uses more memory than is configured is killed: Runtime.ExitError, "signal: killed". Files that the function has read count too while they are in the page cache.',
  *check({ invocation, memoryMb, eventName }) {
    const peakMb = invocation?.report.maxMemoryMb;
    if (peakMb === undefined || peakMb <= memoryMb * most) return;
    yield {
      found: `Expected at most ${Math.floor(memoryMb * most)} MB of ${memoryMb} MB, found ${Math.ceil(peakMb)} MB.`,
      where: eventName,
      fix: `Try lambda-container check --memory ${memoryMb * 2}, and configure the function with as much memory.`,
    };
  },
};
