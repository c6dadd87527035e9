import { setImmediate as immediate } from 'node:timers/promises';

/** What the heap and buffers of this process take after garbage collection, for which Node.js needs `--expose-gc`. */
export async function usedBytes(): Promise<number> {
  // Buffers are given back some turns after they were collected.
  for (let turn = 0; turn < 5; turn += 1) {
    globalThis.gc!();
    await immediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
