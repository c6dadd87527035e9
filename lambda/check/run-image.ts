import type { Sandbox, SandboxInvocation } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { longestResponse } from './failure-text.ts';
import { findingsOf } from './findings-of.ts';
import type { Finding } from './rule.ts';
import type { ImageRun } from './run-rule.ts';
import { runRules } from './run-rules.ts';

export interface RunOptions {
  /** Default: 128, as on Lambda. Determines the CPU share too. */
  memoryMb?: number;
  /**
   * The time-out of the invocation. Default: 30,000, much longer than on Lambda (3,000), because a function without
   * its usual network may wait before it reports an error.
   */
  timeoutMs?: number;
  /** Overrides CMD. */
  command?: readonly string[];
  /** Environment variables of the function. */
  env?: Readonly<Record<string, string>>;
  /** Whether it can reach nothing but the Runtime API. */
  isIsolated?: boolean;
  /** The event. Default: {}. */
  event?: string | Uint8Array;
  /** How findings refer to it. */
  eventName?: string;
  /** The names of the extensions in the image. */
  extensions?: readonly string[];
  /** The ids of rules to leave out. */
  ignored?: readonly string[];
}

/**
 * Starts an image of the local engine in its own execution environment, invokes it once, and returns
 * the findings, errors first. An error that the handler reports is a response, not a finding. Rejects with a
 * DockerError if the engine or the image is missing.
 */
export async function runImage(
  image: string,
  {
    memoryMb = 128,
    timeoutMs = 30_000,
    command = [],
    env = {},
    isIsolated = false,
    event = '{}',
    eventName = 'the event {}',
    extensions = [],
    ignored = [],
  }: RunOptions = {},
): Promise<Finding[]> {
  await using sandbox = await startSandbox({
    image,
    command,
    env,
    memoryMb,
    timeoutMs,
    isIsolated,
  });
  const { init } = sandbox;
  const isReady = init.status === 'success';
  const run: ImageRun = {
    memoryMb,
    timeoutMs,
    eventName,
    extensions,
    init,
    invocation: isReady ? await invoke(sandbox, event) : undefined,
  };
  return findingsOf(runRules, ignored, (rule) => rule.check(run));
}

/** Of a streamed response, which may be very long, keeps as much as rules look at. */
async function invoke(sandbox: Sandbox, event: string | Uint8Array): Promise<SandboxInvocation> {
  let beginning: Buffer = Buffer.alloc(0);
  const invocation = await sandbox.invoke(event, {
    onChunk(chunk) {
      const room = longestResponse - beginning.length;
      if (room > 0) beginning = Buffer.concat([beginning, chunk.subarray(0, room)]);
    },
  });
  const { result } = invocation;
  return result.isStreamed ? { ...invocation, result: { ...result, body: beginning } } : invocation;
}
