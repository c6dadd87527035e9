import type { RuntimeApi } from '../runtime-api/start-runtime-api.ts';
import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import type { Container, Ending } from '../docker/container.ts';
import { DockerError } from '../docker/docker.ts';
import { exitReason } from './exit-reason.ts';
import type { Log } from './log.ts';
import { memoryPeakFile, readPeakMb } from './memory-peak.ts';
import { processTimer } from './process-timer.ts';

/** How a start of the runtime went, up to its first `next`. */
export interface Init {
  durationMs: number;
  status: 'success' | 'error' | 'timeout';
  /** What the runtime reported, or how it ended without a report. Neither after a time-out. */
  error?: InvocationResult;
  ending?: Ending;
}

/** The runtime in its container: started, killed, and started anew. */
export interface RuntimeProcess {
  /** Resolves when it asks for an event, or cannot: then it has ended. Rejects with a DockerError. */
  start(limitMs: number): Promise<Init>;
  isRunning(): boolean;
  /** Resolves when it is not running. */
  ended(): Promise<unknown>;
  /** Throws what kept the engine from running it, if anything did. */
  throwFailure(): void;
  kill(): Promise<void>;
  /** SIGTERM, and after so many ms SIGKILL; gives how it ended. */
  end(graceMs: number): Promise<Ending | undefined>;
  /** The most memory that any start had so far; undefined if all ended too soon to be asked. */
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

  function run(): Promise<Ending> {
    failure = undefined;
    const ended = container.run(log.write).then(
      (ending) => {
        log.flush();
        running = undefined;
        last = ending;
        api.runtimeExited(exitReason(ending));
        return ending;
      },
      (error: unknown) => {
        failure = { error };
        running = undefined;
        api.runtimeExited();
        throw error;
      },
    );
    // Whoever waits for the API then asks for the failure.
    ended.catch(() => {});
    running = ended;
    return ended;
  }

  function readPeak(): void {
    try {
      if (peakFile !== undefined) peakMb = Math.max(peakMb ?? 0, readPeakMb(peakFile));
    } catch {
      // The container has ended, and what is known of it is what was read before.
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
      // It may have reported its error and be about to exit: Lambda does not wait for that.
      await kill();
      return { durationMs, status: 'error', error: first.error, ending: await ended };
    },
    isRunning: () => running !== undefined,
    ended: async () => {
      await running?.catch(() => {});
    },
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

/** Rejects with a DockerError if the process was killed, and its client knows nothing of that. */
async function inTime(ended: Promise<unknown>, limitMs: number): Promise<void> {
  const limit = timer(limitMs);
  const isInTime = await Promise.race([
    ended.then(() => true),
    limit.promise.then(() => false),
  ]).finally(() => limit.clear());
  if (isInTime) return;
  throw new DockerError('docker start has not ended with its process: the engine hangs.', {
    command: 'start',
  });
}

function timer(ms: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timeout = setTimeout(resolve, ms);
  return { promise, clear: () => clearTimeout(timeout) };
}
