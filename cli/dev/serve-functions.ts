import {
  createExecutionEnvironments,
  type ExecutionEnvironments,
} from '../../lambda/invoke-api/execution-environments.ts';
import { createLocalFunction, type LocalFunction } from '../../lambda/invoke-api/local-function.ts';
import { type PreparedSandbox, prepareSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import type { NamedFunction } from '../../scaffold/plan/functions.ts';
import type { Generation } from './create-generation.ts';
import { printInit, printInvocation } from './print-invocation.ts';
import type { DevSettings } from './settings.ts';

/** The functions of a project in their execution environments. */
export interface ServedFunctions extends AsyncDisposable {
  /** By their names. */
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly environments: readonly ExecutionEnvironments[];
}

/** An execution environment without an invocation is removed after so much time. */
const idleMs = 5 * 60_000;

/** `newest` is what an execution environment is started from; the first ones wait for it. */
export function serveFunctions(
  functions: readonly NamedFunction[],
  settings: DevSettings,
  newest: () => Promise<Generation>,
  onError: (error: unknown) => void,
): ServedFunctions {
  async function prepare({ name, handler }: NamedFunction): Promise<PreparedSandbox> {
    const { image, volumes } = await newest();
    const prepared = await prepareSandbox({
      ...settings,
      image,
      volumes,
      // Whoever waits for a response does not want to wait as long as on Lambda.
      isProcessorLimited: false,
      command: [handler],
      functionName: name,
    });
    return {
      ...prepared,
      async start() {
        const sandbox = await prepared.start();
        printInit(name, sandbox.init, process.stderr);
        return sandbox;
      },
    };
  }
  const served = functions.map((fn) => {
    const environments = createExecutionEnvironments({
      prepare: () => prepare(fn),
      isPreparedAhead: !settings.isExact,
      most: settings.concurrency,
      isFreezing: settings.isFreezing,
      idleMs,
      onError,
    });
    const { name, handler } = fn;
    const facts = { name, handler, memoryMb: settings.memoryMb, timeoutMs: settings.timeoutMs };
    const local = createLocalFunction(facts, environments, (invocation) =>
      printInvocation(name, invocation, process.stderr),
    );
    return { local, environments };
  });
  return {
    functions: new Map(served.map(({ local }) => [local.name, local])),
    environments: served.map(({ environments }) => environments),
    async [Symbol.asyncDispose]() {
      await Promise.all(served.map(({ environments }) => environments[Symbol.asyncDispose]()));
    },
  };
}
