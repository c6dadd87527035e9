import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import type { InvokeOptions } from '../runtime-api/invocation.ts';
import type { RuntimeApi } from '../runtime-api/start-runtime-api.ts';
import type { Report } from './report.ts';
import type { Init } from './runtime-process.ts';

export interface SandboxOptions {
  image: string;
  /** In place of the image's CMD: the handler, as ImageConfig.Command does. */
  command?: readonly string[];
  /** 128 unless given; the share of a CPU follows from it. */
  memoryMb?: number;
  /** For one invocation; 3,000 unless given. */
  timeoutMs?: number;
  /** AWS_LAMBDA_MAX_CONCURRENCY, when over 1. */
  concurrency?: number;
  env?: Readonly<Record<string, string>>;
  functionName?: string;
  /** An external extension is there and asks for SHUTDOWN: only then does a runtime get SIGTERM. */
  extension?: boolean;
  /** How long after its first try the runtime is refused by the Runtime API, unless it ends before; in ms. */
  apiDelayMs?: number;
  /**
   * How long there must have been no output before an invocation's is taken as whole, in ms; 50. A pipe does
   * not tell that it is empty.
   */
  settleMs?: number;
  /** How long the engine may take for a command before it is given up, in ms; a minute. */
  engineLimitMs?: number;
  /** All that the function writes, and Lambda's own lines, as it comes. */
  onLog?: (text: string) => void;
}

/** One execution environment: an image that runs as it would on Lambda. */
export interface Sandbox {
  /** How the init phase went. After one that failed, the first invocation starts the runtime again, as on Lambda. */
  init: Init & { log: string };
  /** A failure of the function is a result; rejects as RuntimeApi.invoke does. Does not thaw. */
  invoke(event: string | Uint8Array, options?: InvokeOptions): Promise<SandboxInvocation>;
  /** Stops all processes where they are, as Lambda does between invocations. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Ends the environment as Lambda does; gives the exit status and what was written meanwhile. */
  stop(): Promise<{ exitStatus: number; log: string }>;
  runtimeApi: RuntimeApi;
  /** The name of the container. */
  container: string;
  /** Removes the container. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface SandboxInvocation {
  result: InvocationResult;
  /** What the function wrote meanwhile, on standard output and standard error. */
  log: string;
  report: Report;
}
