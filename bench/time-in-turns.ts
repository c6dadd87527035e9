import { spawnSync } from 'node:child_process';

export interface Options {
  readonly runs: number;
  readonly cwd?: string;
  readonly afterEach?: () => void;
}

/**
 * Times `node` with each list of arguments, in milliseconds. They take turns, so that whatever else
 * the machine does slows all of them down alike.
 */
export function timeInTurns(
  commands: Readonly<Record<string, readonly string[]>>,
  { runs, cwd, afterEach }: Options,
): Record<string, number[]> {
  const times: Record<string, number[]> = {};
  // The first turn fills the disk cache and is not counted.
  for (let run = 0; run <= runs; run++) {
    for (const [name, args] of Object.entries(commands)) {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
      const time = performance.now() - start;
      afterEach?.();
      if (status !== 0) throw new Error(`${name} failed with ${status}:\n${stderr}`);
      if (run > 0) (times[name] ??= []).push(time);
    }
  }
  return times;
}

/** Whatever else the machine does only adds: the fastest run is the one nearest to the truth. */
export function fastestMs(times: readonly number[]): number {
  return Math.min(...times);
}
