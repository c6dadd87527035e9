import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { type InvocationResult, runtimeExit, timedOut } from '../runtime-api/invocation-result.ts';
import { initResult } from './init-result.ts';
import type { InvokeOptions } from '../runtime-api/invocation.ts';
import type { RuntimeApi } from '../runtime-api/start-runtime-api.ts';
import { createContainer } from './container.ts';
import { engine } from './engine.ts';
import { registerExtension, extensionName } from './extension.ts';
import { functionEnvironment } from './function-environment.ts';
import { createLog } from './log.ts';
import { startReachableRuntimeApi } from './reachable-runtime-api.ts';
import { refusedConnections } from './refused-connections.ts';
import {
  endLine,
  initReportLine,
  type Report,
  reportLine,
  startLine,
  timeoutLine,
} from './report.ts';
import { processorLimit, processorsFor, processorsInInit, restrictions } from './restrictions.ts';
import { createRuntimeProcess, type Init } from './runtime-process.ts';

export type SandboxOptions = {
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
  /** All that the function writes, and Lambda's own lines, as it comes. */
  onLog?: (text: string) => void;
};

/** One execution environment: an image that runs as it would on Lambda. */
export type Sandbox = {
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
};

export type SandboxInvocation = {
  result: InvocationResult;
  /** What the function wrote meanwhile, on standard output and standard error. */
  log: string;
  report: Report;
};

/** Lambda gives the init phase 10 seconds, and then starts it again with the first invocation. */
const initLimitMs = 10_000;

/**
 * Starts an image in an execution environment of its own and waits for the end of its init phase.
 *
 * Rejects with a DockerError if there is no engine or no such image. The container is removed when this
 * process ends, even by SIGKILL.
 */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const {
    image,
    command = [],
    memoryMb = 128,
    timeoutMs = 3000,
    concurrency = 1,
    env = {},
    functionName = 'function',
    extension = false,
    apiDelayMs = 0,
    settleMs = 50,
    onLog = () => {},
  } = options;
  const { processors, gateway } = await engine();
  const reachable = await startReachableRuntimeApi(gateway, {
    timeoutMs,
    concurrency,
    functionArn: `arn:aws:lambda:us-east-1:012345678912:function:${functionName}`,
    function: { functionName, handler: command[0] ?? '' },
    externalExtensions: extension ? [extensionName] : [],
    // A runtime with other invocations at hand goes on with them.
    onTimeout: () => void (concurrency === 1 && runtime.kill()),
  });
  const { api, address } = reachable;
  const limits = {
    inInit: processorLimit(processorsInInit(memoryMb), processors),
    afterInit: processorLimit(processorsFor(memoryMb), processors),
  };
  const name = `lambda-container-${randomUUID()}`;
  const container = await createContainer({
    name,
    image,
    command,
    env: functionEnvironment({ functionName, memoryMb, concurrency, env }, address),
    options: [...restrictions(memoryMb), ...limits.inInit, ...reachable.options],
  }).catch(async (error: unknown) => {
    await api[Symbol.asyncDispose]();
    throw error;
  });
  const log = createLog(onLog);
  const runtime = createRuntimeProcess(container, api, log);

  const start = async (limitMs: number, phase: 'init' | 'invoke'): Promise<Init> => {
    if (extension) await registerExtension(api.address);
    // Lambda gives a later start no more than the function's share; here Docker's own start takes from it, too.
    if (phase === 'invoke') await container.update(limits.inInit);
    const init = await runtime.start(limitMs);
    await container.update(limits.afterInit);
    const { durationMs, status } = init;
    if (status !== 'success') {
      await log.settled(settleMs);
      const errorType = initResult(init, '', limitMs).error!.type;
      log.note(initReportLine({ durationMs, phase, status, errorType }));
    }
    return init;
  };

  /** Comes back some time after the runtime has been refused; at once if it has ended by that. */
  const startWithoutApi = async (): Promise<Init> => {
    await api.goAway();
    const starting = start(initLimitMs, 'init');
    const ended = runtime.ended().then(() => true);
    while (!(await Promise.race([ended, sleep(20, false)]))) {
      const { id } = await container.firstProcess();
      if (id > 0 && refusedConnections(id) !== 0) break;
    }
    await Promise.race([ended, sleep(apiDelayMs)]);
    await api.comeBack();
    return starting;
  };

  const initLog = log.mark();
  const init = await (apiDelayMs > 0 ? startWithoutApi() : start(initLimitMs, 'init'));
  if (init.status === 'success') await log.settled(settleMs);
  let unreportedInitMs = init.status === 'success' ? init.durationMs : undefined;

  /** undefined if the runtime has ended without having taken the event. */
  const invokeRunning = async (event: string | Uint8Array, invokeOptions: Invoke) => {
    const startedAt = performance.now();
    const invoked = api.invoke(event, invokeOptions);
    await Promise.race([invoked, runtime.ended()]);
    if (!runtime.isRunning() && api.takeBack(invokeOptions.requestId)) return undefined;
    return { result: await invoked, durationMs: performance.now() - startedAt };
  };

  /** Lambda starts a runtime that has ended with the next invocation, and out of its time. */
  const invokeAnew = async (event: string | Uint8Array, invokeOptions: Invoke) => {
    const { requestId, timeoutMs: limitMs } = invokeOptions;
    const init = await start(limitMs, 'invoke');
    const { durationMs } = init;
    if (init.status !== 'success') {
      return { result: initResult(init, requestId, limitMs), durationMs };
    }
    const left = { ...invokeOptions, timeoutMs: Math.max(1, limitMs - durationMs) };
    const invoked = (await invokeRunning(event, left)) ?? {
      result: runtimeExit(requestId, undefined),
      durationMs: 0,
    };
    const isTimeout = invoked.result.error?.type === timeoutType;
    const result = isTimeout ? timedOut(requestId, limitMs) : invoked.result;
    return { result, durationMs: durationMs + invoked.durationMs };
  };

  return {
    init: { ...init, log: initLog() },
    runtimeApi: api,
    container: name,
    async invoke(event, given = {}) {
      const requestId = given.requestId ?? randomUUID();
      const invokeOptions = { timeoutMs, ...given, requestId };
      const invocationLog = log.mark();
      log.note(startLine(requestId));
      const invoked = runtime.isRunning() ? await invokeRunning(event, invokeOptions) : undefined;
      const { result, durationMs } = invoked ?? (await invokeAnew(event, invokeOptions));
      const isTimeout = result.error?.type === timeoutType;
      // With the next invocation the runtime must be there, or be known to be gone.
      if (isTimeout && concurrency === 1) await runtime.kill();
      const maxMemoryMb = await runtime.peakMemoryMb();
      await log.settled(settleMs);

      const report: Report = {
        requestId,
        durationMs,
        memoryMb,
        ...(maxMemoryMb !== undefined && { maxMemoryMb }),
        ...(unreportedInitMs !== undefined && { initDurationMs: unreportedInitMs }),
        ...statusOf(result),
      };
      unreportedInitMs = undefined;
      if (isTimeout) log.note(timeoutLine(requestId, invokeOptions.timeoutMs));
      log.note(endLine(requestId));
      log.note(reportLine(report));
      return { result, log: invocationLog(), report };
    },
    freeze: () => container.pause(),
    thaw: () => container.unpause(),
    async stop() {
      // A frozen process would not notice.
      await container.unpause();
      const stopLog = log.mark();
      const ending = await runtime.end(api.shutDown('spindown'));
      return { exitStatus: ending!.exitStatus, log: stopLog() };
    },
    async [Symbol.asyncDispose]() {
      await runtime.kill();
      await container.remove();
      await api[Symbol.asyncDispose]();
    },
  };
};

const timeoutType = 'Sandbox.Timedout';

type Invoke = InvokeOptions & { requestId: string; timeoutMs: number };

/** An error that the function reported is its result; Lambda reports only what it had to find out by itself. */
const statusOf = ({ error }: InvocationResult): Pick<Report, 'status' | 'errorType'> => {
  if (error === undefined) return {};
  if (error.type === timeoutType) return { status: 'timeout' };
  return { status: 'error', errorType: error.type };
};
