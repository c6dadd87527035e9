import type { InvokeOptions } from '../runtime-api/invocation.ts';
import type { Sandbox, SandboxInvocation } from '../sandbox/sandbox.ts';
import type { PreparedSandbox } from '../sandbox/start-sandbox.ts';

export interface ExecutionEnvironmentsOptions {
  /** Prepares one, from the newest image. */
  prepare: () => Promise<PreparedSandbox>;
  /** Whether one more is always prepared, so that the next starts sooner. */
  isPreparedAhead: boolean;
  /** How many there may be at once; further invocations wait. */
  most: number;
  /** Whether one is frozen while it has no invocation. */
  isFreezing: boolean;
  /** After so much time without an invocation, one is removed. */
  idleMs: number;
  /** Receives what went wrong when one was frozen or removed. Nobody waits for that. */
  onError: (error: unknown) => void;
}

/** The execution environments of one function: as many as it needs. */
export interface ExecutionEnvironments {
  /** Rejects as the preparation and the start do, and as Sandbox.invoke. */
  invoke(event: string | Uint8Array, options: InvokeOptions): Promise<SandboxInvocation>;
  /**
   * From now on, invocations get new ones. Those there are finish what they are doing, and are removed. Where there is one, a
   * new one is started at once.
   */
  replace(cause: 'new image' | 'new files'): Replaced;
  /** Removes them all, also those with an invocation, which then fails. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Replaced {
  /** Resolves when the new one is there. Rejects as its start. */
  readonly ready: Promise<void>;
  /** Resolves when the old ones are gone. */
  readonly gone: Promise<void>;
}

interface Environment {
  readonly sandbox: Sandbox;
  readonly generation: number;
  /** Settles its life. */
  readonly end: () => void;
  isFrozen: boolean;
  timer?: NodeJS.Timeout;
  /** What is being done to it, which an invocation has to wait for. */
  busy: Promise<void>;
}

/**
 * A client that invokes again at once finds it running: two docker commands for each invocation would take longer than
 * most invocations.
 */
const freezeAfterMs = 100;

export function createExecutionEnvironments({
  prepare,
  isPreparedAhead,
  most,
  isFreezing,
  idleMs,
  onError,
}: ExecutionEnvironmentsOptions): ExecutionEnvironments {
  let generation = 0;
  let isClosed = false;
  /** From the start of each one to its removal. */
  const lives = new Set<Promise<void>>();
  /** Places that are free and given to whoever has waited. */
  let promised = 0;
  const running = new Set<Environment>();
  let spare: Promise<PreparedSandbox> | undefined;
  /** One that is being started for the next invocation. */
  let ahead: Promise<Environment> | undefined;
  /** Without an invocation; the last one is the one that was used last. */
  const idle: Environment[] = [];
  const waiting: ((free: Environment | undefined) => void)[] = [];

  /** The returned function ends it, and gives its place to whoever waits for one. */
  function beginLife(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    lives.add(promise);
    return () => {
      lives.delete(promise);
      resolve();
      const next = waiting.shift();
      if (next === undefined) return;
      promised += 1;
      next(undefined);
    };
  }

  function takePrepared(): Promise<PreparedSandbox> {
    const taken = spare ?? prepare();
    spare = undefined;
    return taken;
  }

  function prepareSpare(): void {
    if (!isPreparedAhead || isClosed || spare !== undefined) return;
    const prepared = prepare();
    spare = prepared;
    // The next one is prepared when it is needed, and says why that fails.
    prepared.catch(() => {
      if (spare === prepared) spare = undefined;
    });
  }

  async function dropSpare(): Promise<void> {
    const dropped = spare;
    spare = undefined;
    try {
      await (await dropped)?.[Symbol.asyncDispose]();
    } catch (error) {
      onError(error);
    }
  }

  async function startOne(): Promise<Environment> {
    const ofGeneration = generation;
    const end = beginLife();
    try {
      const prepared = await takePrepared();
      const sandbox = await prepared.start();
      prepareSpare();
      return { sandbox, generation: ofGeneration, end, isFrozen: false, busy: Promise.resolve() };
    } catch (error) {
      end();
      throw error;
    }
  }

  async function startAhead(): Promise<void> {
    const started = startOne();
    ahead = started;
    try {
      const environment = await started;
      if (ahead === started) giveBack(environment);
    } finally {
      if (ahead === started) ahead = undefined;
    }
  }

  function remove(environment: Environment): void {
    clearTimeout(environment.timer);
    running.delete(environment);
    void environment.busy
      .then(() => environment.sandbox[Symbol.asyncDispose]())
      .catch(onError)
      .finally(environment.end);
  }

  async function take(): Promise<Environment> {
    const free = idle.pop();
    if (free !== undefined) return free;
    const started = ahead;
    ahead = undefined;
    if (started !== undefined) return started;
    if (lives.size + promised < most) return startOne();
    const { promise, resolve } = Promise.withResolvers<Environment | undefined>();
    waiting.push(resolve);
    const given = await promise;
    if (given !== undefined) return given;
    promised -= 1;
    return startOne();
  }

  function giveBack(environment: Environment): void {
    running.delete(environment);
    if (environment.generation !== generation || isClosed) {
      remove(environment);
      return;
    }
    const next = waiting.shift();
    if (next !== undefined) {
      next(environment);
      return;
    }
    idle.push(environment);
    environment.timer = setTimeout(() => rest(environment), freezeAfterMs);
  }

  function rest(environment: Environment): void {
    if (isFreezing) {
      environment.busy = environment.sandbox
        .freeze()
        .then(() => void (environment.isFrozen = true))
        .catch(onError);
    }
    environment.timer = setTimeout(() => {
      idle.splice(idle.indexOf(environment), 1);
      remove(environment);
    }, idleMs);
  }

  async function wake(environment: Environment): Promise<void> {
    clearTimeout(environment.timer);
    await environment.busy;
    if (!environment.isFrozen) return;
    await environment.sandbox.thaw();
    environment.isFrozen = false;
  }

  return {
    async invoke(event, options) {
      const environment = await take();
      running.add(environment);
      try {
        await wake(environment);
        const invocation = await environment.sandbox.invoke(event, options);
        giveBack(environment);
        return invocation;
      } catch (error) {
        // Its container may be gone.
        if (running.has(environment)) remove(environment);
        throw error;
      }
    },
    replace(cause) {
      generation += 1;
      const before = [...lives];
      const old = idle.splice(0);
      const dropped = cause === 'new image' ? dropSpare() : undefined;
      const ready = before.length === 0 ? Promise.resolve() : startAhead();
      async function allGone(): Promise<void> {
        // The machine has enough to do with the new one.
        await ready.catch(() => {});
        for (const environment of old) remove(environment);
        await Promise.all([dropped, ...before]);
      }
      const gone = allGone();
      return { ready, gone };
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      await dropSpare();
      for (const environment of [...idle.splice(0), ...running]) remove(environment);
      while (lives.size > 0) await Promise.all(lives);
    },
  };
}
