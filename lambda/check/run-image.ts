import { startSandbox } from '../sandbox/start-sandbox.ts';
import { findingsOf } from './findings-of.ts';
import type { Finding } from './rule.ts';
import type { ImageRun } from './run-rule.ts';
import { runRules } from './run-rules.ts';

export interface RunOptions {
  /** 128 unless given, as on Lambda; the share of a CPU follows from it. */
  memoryMb?: number;
  /**
   * How long the function has to answer; 30,000 unless given, which is much longer than Lambda's default: the
   * event may be one that it waits for something with.
   */
  timeoutMs?: number;
  /** Ids of rules that are left out. */
  ignored?: readonly string[];
}

/**
 * Starts an image of the local engine in an execution environment of its own, hands it the event `{}`, and says
 * what went wrong, the worst first. An error of the handler is an answer. Rejects with a DockerError if there is
 * no engine or no such image.
 */
export async function runImage(
  image: string,
  { memoryMb = 128, timeoutMs = 30_000, ignored = [] }: RunOptions = {},
): Promise<Finding[]> {
  await using sandbox = await startSandbox({ image, memoryMb, timeoutMs });
  const { init } = sandbox;
  const isReady = init.status === 'success';
  const run: ImageRun = {
    memoryMb,
    timeoutMs,
    init,
    invocation: isReady ? await sandbox.invoke('{}') : undefined,
  };
  return findingsOf(runRules, ignored, (rule) => rule.check(run));
}
