import type { RuntimeApi } from '../runtime-api/start-runtime-api.ts';
import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import type { Container, Ending } from '../docker/container.ts';
import { DockerError } from '../docker/docker.ts';
import { exitReason } from './exit-reason.ts';
import type { Log } from './log.ts';
import { memoryPeakFile, readPeakMb } from './memory-peak.ts';
import { processTimer } from './process-timer.ts';

/** The outcome of starting the runtime, up to its first `next`. */
export interface Init {
  durationMs: number;
  status: 'success' | 'error' | 'timeout';
  /** The error that the runtime reported, or how it exited. Undefined after a time-out. */
  error?: InvocationResult;
  ending?: Ending;
}

/** The runtime in its container, which can be killed and restarted. */
export interface RuntimeProcess {
  /** Resolves when the runtime calls `next` or has failed and exited. Rejects with a DockerError. */
  start(limitMs: number): Promise<Init>;
  isRunning(): boolean;
  /** Resolves when the runtime has exited. */
  ended(): Promise<unknown>;
  /**
   * Resolves when `work` is settled or the runtime has exited. Nothing is left of it: what waits for a promise is kept as long as the
   * promise is pending, and a runtime may have a million invocations.
   */
  settledOrEnded(work: Promise<unknown>): Promise<void>;
  /** How it exited, if it is not running and has been. */
  ending(): Ending | undefined;
  /** Throws the error that kept the engine from running it, if any. */
  throwFailure(): void;
  kill(): Promise<void>;
  /** Sends SIGTERM, then SIGKILL after the given time; resolves with how the runtime exited. */
  end(graceMs: number): Promise<Ending | undefined>;
  /** The memory peak of all starts so far; undefined if every one exited before it was read. */
  peakMemoryMb(): Promise<number | undefined>;
}

export function createRuntimeProcess(
  container: Container,
  api: RuntimeApi,
  log: Pick<Log, 'write' | 'flush'>,
): RuntimeProcess {
  let running: Promise<Ending> | undefined;
  let last: Ending | undefined;
  let failure: { error: unknown } | undefined;
  let peakFile: string | undefined;
  let peakMb: number | undefined;
  const waiting = new Set<() => void>();

  function run(): Promise<Ending> {
    failure = undefined;
    const ended = container.run(log.write).then(
      (ending) => {
        log.flush();
        running = undefined;
        last = ending;
        api.runtimeExited(exitReason(ending));
        for (const each of waiting) each();
        return ending;
      },
      (error: unknown) => {
        failure = { error };
        running = undefined;
        api.runtimeExited();
        for (const each of waiting) each();
        throw error;
      },
    );
    // Callers that wait for the Runtime API check for the failure afterwards.
    ended.catch(() => {});
    running = ended;
    return ended;
  }

  function readPeak(): void {
    try {
      if (peakFile !== undefined) peakMb = Math.max(peakMb ?? 0, readPeakMb(peakFile));
    } catch {
      // The container has stopped: only values that were read before are known.
    }
  }

  async function kill(): Promise<void> {
    readPeak();
    const ended = running;
    if (ended === undefined) return;
    await container.signal('SIGKILL');
    await inTime(ended, container.commandLimitMs);
  }

  function throwFailure(): void {
    if (failure !== undefined) throw failure.error;
  }

  return {
    async start(limitMs) {
      const initialized = api.initialized();
      const ended = run();
      const limit = processTimer(container, limitMs);
      const first = await Promise.race([
        initialized.then((error) => ({ error })),
        limit.promise.then(() => 'timeout' as const),
      ]).finally(() => limit.clear());
      throwFailure();
      if (first === 'timeout') {
        await kill();
        return { durationMs: limitMs, status: 'timeout' };
      }
      const now = Date.now();
      const { id, startedAt } = await container.firstProcess();
      const durationMs = now - (startedAt ?? now);
      if (first.error === undefined) {
        peakFile = memoryPeakFile(id);
        return { durationMs, status: 'success' };
      }
      // The runtime may have reported its error and be about to exit. Lambda does not wait for that.
      await kill();
      return { durationMs, status: 'error', error: first.error, ending: await ended };
    },
    isRunning: () => running !== undefined,
    ended: async () => {
      await running?.catch(() => {});
    },
    async settledOrEnded(work) {
      if (running === undefined) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      work.then(
        () => resolve(),
        () => resolve(),
      );
      await promise;
      waiting.delete(resolve);
    },
    ending: () => (running === undefined ? last : undefined),
    throwFailure,
    kill,
    async end(graceMs) {
      const ended = running;
      if (ended !== undefined && graceMs > 0) {
        const grace = timer(graceMs);
        await container.signal('SIGTERM');
        await Promise.race([ended, grace.promise]).finally(() => grace.clear());
      }
      await kill();
      return last;
    },
    async peakMemoryMb() {
      readPeak();
      if (peakFile === undefined && running !== undefined) peakMb = await container.memoryUsage();
      return peakMb;
    },
  };
}

/** Rejects with a DockerError if the process was killed and the docker client does not exit. */
async function inTime(ended: Promise<unknown>, limitMs: number): Promise<void> {
  const limit = timer(limitMs);
  const isInTime = await Promise.race([
    ended.then(() => true),
    limit.promise.then(() => false),
  ]).finally(() => limit.clear());
  if (isInTime) return;
  throw new DockerError('docker start did not exit with its process: the engine hangs.', {
    command: 'start',
  });
}

function timer(ms: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timeout = setTimeout(resolve, ms);
  return { promise, clear: () => clearTimeout(timeout) };
}
