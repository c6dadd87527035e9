import type { RunRule } from '../run-rule.ts';

const most = 0.9;

export const runMemory: RunRule = {
  id: 'run-memory',
  severity: 'warning',
  title: 'one event takes no more than 90 % of the memory',
  why: 'A function that needs more than it is configured for is killed: Runtime.ExitError, "signal: killed". Files that were read count as well, as far as the kernel keeps them.',
  *check({ invocation, memoryMb }) {
    const peakMb = invocation?.report.maxMemoryMb;
    if (peakMb === undefined || peakMb <= memoryMb * most) return;
    yield {
      found: `Expected at most ${Math.floor(memoryMb * most)} MB of ${memoryMb} MB, found ${Math.ceil(peakMb)} MB.`,
      where: 'the event {}',
      fix: `lambda-container check --memory ${memoryMb * 2}, and as much in the configuration of the function.`,
    };
  },
};
