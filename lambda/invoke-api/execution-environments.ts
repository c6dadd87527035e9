import type { InvokeOptions } from '../runtime-api/invocation.ts';
import type { Sandbox, SandboxInvocation } from '../sandbox/sandbox.ts';

export interface ExecutionEnvironmentsOptions {
  /** Starts one. */
  start: () => Promise<Sandbox>;
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
  /** Rejects as `start` does, and as Sandbox.invoke. */
  invoke(event: string | Uint8Array, options: InvokeOptions): Promise<SandboxInvocation>;
  /** Starts one if there is none without an invocation. Rejects as `start` does. */
  warm(): Promise<void>;
  /**
   * From now on, invocations get new ones. Those there are finish what they are doing, and are removed; resolves when none
   * is left.
   */
  replace(): Promise<void>;
  /** Removes them all, also those with an invocation, which then fails. */
  [Symbol.asyncDispose](): Promise<void>;
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
  start,
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

  async function startOne(): Promise<Environment> {
    const ofGeneration = generation;
    const end = beginLife();
    try {
      const sandbox = await start();
      return { sandbox, generation: ofGeneration, end, isFrozen: false, busy: Promise.resolve() };
    } catch (error) {
      end();
      throw error;
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
    async warm() {
      if (idle.length === 0 && lives.size + promised < most) giveBack(await startOne());
    },
    async replace() {
      generation += 1;
      const before = [...lives];
      for (const environment of idle.splice(0)) remove(environment);
      await Promise.all(before);
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      for (const environment of [...idle.splice(0), ...running]) remove(environment);
      while (lives.size > 0) await Promise.all(lives);
    },
  };
}
