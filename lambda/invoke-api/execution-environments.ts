import type { InvokeOptions } from '../runtime-api/invocation.ts';
import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import type { Sandbox, SandboxInvocation, SandboxInvokeOptions } from '../sandbox/sandbox.ts';
import type { PreparedSandbox } from '../sandbox/start-sandbox.ts';

export interface ExecutionEnvironmentsOptions {
  /** Prepares one, from the newest image. They are numbered from 1. */
  prepare: (number: number) => Promise<PreparedSandbox>;
  /** Whether one more is always prepared, so that the next starts sooner. */
  isPreparedAhead: boolean;
  /** How many there may be at once; further invocations wait. */
  most: number;
  /** Whether one is frozen while it has no invocation. */
  isFreezing: boolean;
  /** After so much time without an invocation, one is removed. */
  idleMs: number;
  /** Receives each change of what one is doing. */
  onState?: (number: number, state: EnvironmentState) => void;
  /** Receives what went wrong when one was frozen or removed. Nobody waits for that. */
  onError: (error: unknown) => void;
}

export type EnvironmentState = 'init' | 'idle' | 'invoke' | 'frozen' | 'shutdown' | 'removed';

export interface EnvironmentInvokeOptions extends InvokeOptions {
  /** Called when there is one that is free, before it gets the event. */
  onStarted?: (number: number) => void;
}

export interface EnvironmentInvocation {
  readonly result: InvocationResult;
  /** Resolves when the log is complete and the next invocation may come. Rejects as Sandbox.invoke. */
  readonly ended: Promise<SandboxInvocation>;
}

/** The execution environments of one function: as many as it needs. */
export interface ExecutionEnvironments {
  /** Rejects as the preparation and the start do, and as Sandbox.invoke. */
  invoke(
    event: string | Uint8Array,
    options: EnvironmentInvokeOptions,
  ): Promise<EnvironmentInvocation>;
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
  readonly number: number;
  readonly sandbox: Sandbox;
  readonly generation: number;
  /** Settles its life. */
  readonly end: () => void;
  isFrozen: boolean;
  timer?: NodeJS.Timeout;
  /** What is being done to it, which an invocation has to wait for. */
  busy: Promise<void>;
}

interface Numbered {
  readonly number: number;
  readonly prepared: PreparedSandbox;
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
  onState = () => {},
  onError,
}: ExecutionEnvironmentsOptions): ExecutionEnvironments {
  let generation = 0;
  let count = 0;
  let isClosed = false;
  /** From the start of each one to its removal. */
  const lives = new Set<Promise<void>>();
  /** Places that are free and given to whoever has waited. */
  let promised = 0;
  const running = new Set<Environment>();
  let spare: Promise<Numbered> | undefined;
  /** One that is being started for the next invocation. */
  let ahead: Promise<Environment> | undefined;
  /** Without an invocation; the last one is the one that was used last. */
  const idle: Environment[] = [];
  const waiting: ((free: Environment | undefined) => void)[] = [];
  /** They have their result, and are about to be free. */
  const settling = new Set<Environment>();

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

  async function prepareOne(): Promise<Numbered> {
    const number = ++count;
    return { number, prepared: await prepare(number) };
  }

  function takePrepared(): Promise<Numbered> {
    const taken = spare ?? prepareOne();
    spare = undefined;
    return taken;
  }

  function prepareSpare(): void {
    if (!isPreparedAhead || isClosed || spare !== undefined) return;
    const one = prepareOne();
    spare = one;
    // The next one is prepared when it is needed, and says why that fails.
    one.catch(() => {
      if (spare === one) spare = undefined;
    });
  }

  async function dropSpare(): Promise<void> {
    const dropped = spare;
    spare = undefined;
    try {
      await (await dropped)?.prepared[Symbol.asyncDispose]();
    } catch (error) {
      onError(error);
    }
  }

  async function startOne(): Promise<Environment> {
    const ofGeneration = generation;
    const end = beginLife();
    try {
      const { number, prepared } = await takePrepared();
      onState(number, 'init');
      const sandbox = await prepared.start().catch((error: unknown) => {
        onState(number, 'removed');
        throw error;
      });
      onState(number, 'idle');
      prepareSpare();
      return {
        number,
        sandbox,
        generation: ofGeneration,
        end,
        isFrozen: false,
        busy: Promise.resolve(),
      };
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
    settling.delete(environment);
    onState(environment.number, 'shutdown');
    void environment.busy
      .then(() => environment.sandbox[Symbol.asyncDispose]())
      .catch(onError)
      .finally(() => {
        onState(environment.number, 'removed');
        environment.end();
      });
  }

  async function take(): Promise<Environment> {
    const free = idle.pop();
    if (free !== undefined) return free;
    const started = ahead;
    ahead = undefined;
    if (started !== undefined) return started;
    const isOneSoonFree = [...settling].filter(isCurrent).length > waiting.length;
    if (!isOneSoonFree && lives.size + promised < most) return startOne();
    const { promise, resolve } = Promise.withResolvers<Environment | undefined>();
    waiting.push(resolve);
    const given = await promise;
    if (given !== undefined) return given;
    promised -= 1;
    return startOne();
  }

  function isCurrent(environment: Environment): boolean {
    return environment.generation === generation;
  }

  function giveBack(environment: Environment): void {
    running.delete(environment);
    settling.delete(environment);
    if (!isCurrent(environment) || isClosed) {
      remove(environment);
      return;
    }
    const next = waiting.shift();
    if (next !== undefined) {
      next(environment);
      return;
    }
    idle.push(environment);
    onState(environment.number, 'idle');
    environment.timer = setTimeout(() => rest(environment), freezeAfterMs);
  }

  async function freeze(environment: Environment): Promise<void> {
    await environment.sandbox.freeze();
    environment.isFrozen = true;
    onState(environment.number, 'frozen');
  }

  function rest(environment: Environment): void {
    if (isFreezing) {
      environment.busy = freeze(environment).catch(onError);
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

  /** Its container may be gone. */
  function removeFailed(environment: Environment): void {
    if (running.has(environment)) remove(environment);
  }

  async function end(
    environment: Environment,
    event: string | Uint8Array,
    options: SandboxInvokeOptions,
  ): Promise<SandboxInvocation> {
    try {
      const invocation = await environment.sandbox.invoke(event, options);
      giveBack(environment);
      return invocation;
    } catch (error) {
      removeFailed(environment);
      throw error;
    }
  }

  return {
    async invoke(event, { onStarted, ...options }) {
      const environment = await take();
      running.add(environment);
      try {
        await wake(environment);
      } catch (error) {
        removeFailed(environment);
        throw error;
      }
      onState(environment.number, 'invoke');
      onStarted?.(environment.number);
      const early = Promise.withResolvers<InvocationResult>();
      const ended = end(environment, event, {
        ...options,
        onResult(result) {
          if (running.has(environment)) settling.add(environment);
          early.resolve(result);
        },
      });
      // Not every caller waits for it.
      ended.catch(() => {});
      const result = await Promise.race([early.promise, ended.then((each) => each.result)]);
      return { result, ended };
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
