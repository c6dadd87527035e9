import { randomUUID } from 'node:crypto';

import { type InvocationResult, runtimeExit, timedOut } from '../runtime-api/invocation-result.ts';
import type { InvokeOptions } from '../runtime-api/invocation.ts';
import type { RuntimeApi } from '../runtime-api/start-runtime-api.ts';
import { initResult } from './init-result.ts';
import type { Log } from './log.ts';
import { endLine, type Report, reportLine, startLine, timeoutLine } from './report.ts';
import type { Init, RuntimeProcess } from './runtime-process.ts';
import type { Sandbox } from './sandbox.ts';

export interface InvokerOptions {
  api: RuntimeApi;
  runtime: RuntimeProcess;
  /** Starts the runtime if it has exited. */
  start: (limitMs: number) => Promise<Init>;
  log: Log;
  memoryMb: number;
  /** The default time-out. */
  timeoutMs: number;
  /** Whether a time-out kills the runtime; not if it has other invocations. */
  isEndedByTimeout: boolean;
  settleMs: number;
  /** Duration of the first start, for the first report; undefined if it failed. */
  initDurationMs: number | undefined;
}

type Invoke = InvokeOptions & { requestId: string; timeoutMs: number };

const timeoutType = 'Sandbox.Timedout';

/** Runs one invocation as Lambda does, with Lambda's log lines. Starts the runtime if it is not running. */
export function createInvoker(options: InvokerOptions): Sandbox['invoke'] {
  const { api, runtime, start, log, memoryMb, timeoutMs, isEndedByTimeout, settleMs } = options;
  let unreportedInitMs = options.initDurationMs;

  /** undefined if the runtime exited before it took the event. */
  async function invokeRunning(event: string | Uint8Array, invokeOptions: Invoke) {
    const startedAt = performance.now();
    const invoked = api.invoke(event, invokeOptions);
    // If it rejects, that is awaited below.
    invoked.catch(() => {});
    await runtime.settledOrEnded(invoked);
    runtime.throwFailure();
    if (!runtime.isRunning() && api.takeBack(invokeOptions.requestId)) return undefined;
    return { result: await invoked, durationMs: performance.now() - startedAt };
  }

  /** Lambda restarts an exited runtime with the next invocation; the start counts towards its time-out. */
  async function invokeAnew(event: string | Uint8Array, invokeOptions: Invoke) {
    const { requestId, timeoutMs: limitMs } = invokeOptions;
    const init = await start(limitMs);
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
  }

  return async (event, { onResult, ...given } = {}) => {
    const requestId = given.requestId ?? randomUUID();
    const invokeOptions = { timeoutMs, ...given, requestId };
    const invocationLog = log.mark();
    log.note(startLine(requestId));
    const invoked = runtime.isRunning() ? await invokeRunning(event, invokeOptions) : undefined;
    const { result, durationMs } = invoked ?? (await invokeAnew(event, invokeOptions));
    onResult?.(result);
    const isTimeout = result.error?.type === timeoutType;
    // Before the next invocation, the runtime must be ready or known to have exited.
    if (isTimeout && isEndedByTimeout) await runtime.kill();
    const isOutOfMemory = runtime.ending()?.isOutOfMemory ?? false;
    const maxMemoryMb = isOutOfMemory ? memoryMb : await runtime.peakMemoryMb();
    await log.settled(settleMs);

    const report: Report = {
      requestId,
      durationMs,
      memoryMb,
      ...(maxMemoryMb !== undefined && { maxMemoryMb }),
      ...(isOutOfMemory && { isOutOfMemory }),
      ...(unreportedInitMs !== undefined && { initDurationMs: unreportedInitMs }),
      ...statusOf(result),
    };
    unreportedInitMs = undefined;
    if (isTimeout) log.note(timeoutLine(requestId, invokeOptions.timeoutMs));
    log.note(endLine(requestId));
    log.note(reportLine(report));
    return { result, log: invocationLog(), report };
  };
}

/** Lambda's report contains only errors that Lambda detected itself, not those that the function reported. */
function statusOf({ error }: InvocationResult): Pick<Report, 'status' | 'errorType'> {
  if (error === undefined) return {};
  if (error.type === timeoutType) return { status: 'timeout' };
  return { status: 'error', errorType: error.type };
}
