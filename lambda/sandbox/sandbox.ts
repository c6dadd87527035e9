import type { RequestListener } from 'node:http';

import type { Volume } from '../docker/volume.ts';
import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import type { InvokeOptions } from '../runtime-api/invocation.ts';
import type { RuntimeApi } from '../runtime-api/start-runtime-api.ts';
import type { LogSource } from './log.ts';
import type { Report } from './report.ts';
import type { Init } from './runtime-process.ts';

export interface SandboxOptions {
  image: string;
  /** Overrides CMD, which names the handler, as ImageConfig.Command does. */
  command?: readonly string[];
  /** Default: 128. Determines the CPU share too, unless that is not limited. */
  memoryMb?: number;
  /** Whether the function has the CPU share of its memory, as on Lambda. Default: true. */
  isProcessorLimited?: boolean;
  /** The time-out of an invocation. Default: 3,000. */
  timeoutMs?: number;
  /** AWS_LAMBDA_MAX_CONCURRENCY, if over 1. */
  concurrency?: number;
  env?: Readonly<Record<string, string>>;
  functionName?: string;
  /** Mounted read-only over what the image has. */
  volumes?: readonly Volume[];
  /** Takes the place of AWS services for the function. */
  services?: StandInServices;
  /** Whether it can reach nothing but the Runtime API. Needs an engine on this machine. */
  isIsolated?: boolean;
  /** Adds an external extension that registers for SHUTDOWN: only then does a runtime get SIGTERM. */
  extension?: boolean;
  /** For how long the Runtime API refuses connections after the first attempt of the runtime. */
  apiDelayMs?: number;
  /**
   * How long there must be no output before the output of an invocation counts as complete, because a pipe does not
   * signal that it is empty. Default: 50.
   */
  settleMs?: number;
  /** The time-out of docker commands. Default: one minute. */
  engineLimitMs?: number;
  /** Receives the output of the function and Lambda's own lines. */
  onLog?: (text: string, source: LogSource) => void;
}

/** AWS services on this machine, at an address that only the container and this machine reach. */
export interface StandInServices {
  readonly listener: RequestListener;
  /** Environment variables for their URL, such as AWS_ENDPOINT_URL_S3. The settings of the function override them. */
  readonly variables: readonly string[];
}

/** One execution environment: a container of an image, with the restrictions of Lambda. */
export interface Sandbox {
  /** The outcome of the init phase. If it failed, the first invocation restarts the runtime, as on Lambda. */
  init: Init & { log: string };
  /** Resolves also with errors of the function; rejects as RuntimeApi.invoke does. Does not thaw. */
  invoke(event: string | Uint8Array, options?: SandboxInvokeOptions): Promise<SandboxInvocation>;
  /** Pauses all processes, as Lambda does between invocations. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Shuts down the execution environment as Lambda does; returns the exit status and the log of the shutdown. */
  stop(): Promise<{ exitStatus: number; log: string }>;
  runtimeApi: RuntimeApi;
  /** The name of the container. */
  container: string;
  /** The processor that the image is for, if the engine has another one, and so has to emulate it. */
  emulated: string | undefined;
  /** Removes the container. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface SandboxInvokeOptions extends InvokeOptions {
  /** Receives the result before the log of the invocation is complete. */
  onResult?: (result: InvocationResult) => void;
}

export interface SandboxInvocation {
  result: InvocationResult;
  /** The output of the function during the invocation, stdout and stderr, without the middle of a very long one. */
  log: string;
  report: Report;
}
