import {
  createExecutionEnvironments,
  type ExecutionEnvironments,
} from '../../lambda/invoke-api/execution-environments.ts';
import { createLocalFunction, type LocalFunction } from '../../lambda/invoke-api/local-function.ts';
import { type PreparedSandbox, prepareSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import type { NamedFunction } from '../../scaffold/plan/functions.ts';
import { isWithoutEmulator, noEmulator } from '../no-emulator.ts';
import type { Generation } from './create-generation.ts';
import { invocationEnd } from './invocation-end.ts';
import { asBody, type Journal } from './journal.ts';
import type { DevSettings } from './settings.ts';
import type { WebSocketClients } from './websocket-clients.ts';

/** The functions of a project in their execution environments. */
export interface ServedFunctions extends AsyncDisposable {
  /** By their names. */
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly environments: readonly ExecutionEnvironments[];
}

/** An execution environment without an invocation is removed after so much time. */
const idleMs = 5 * 60_000;

/**
 * The next invocation has to wait for the log of the last one. What is written later is in the journal all the same, and shown as
 * written after the response.
 */
const settleMs = 20;

/**
 * `newest` is what an execution environment is started from; the first ones wait for it. `messageOf` explains what went wrong
 * with one.
 */
export function serveFunctions(
  functions: readonly NamedFunction[],
  settings: DevSettings,
  newest: () => Promise<Generation>,
  clients: WebSocketClients,
  { record }: Journal,
  messageOf: (error: unknown) => string,
  prepareOne: typeof prepareSandbox = prepareSandbox,
): ServedFunctions {
  async function prepare(
    { name, handler, event }: NamedFunction,
    onLog: (text: string) => void,
  ): Promise<PreparedSandbox> {
    const { image, volumes } = await newest();
    const { env, ...services } = clients.settingsFor(event);
    const { memoryMb, timeoutMs } = settings;
    const prepared = await prepareOne({
      memoryMb,
      timeoutMs,
      ...services,
      env: 'AWS_ACCESS_KEY_ID' in settings.env ? settings.env : { ...env, ...settings.env },
      image,
      volumes,
      // Whoever waits for a response does not want to wait as long as on Lambda.
      isProcessorLimited: false,
      command: [handler],
      functionName: name,
      settleMs,
      onLog(text, source) {
        if (source === 'function') onLog(text);
      },
    });
    return {
      ...prepared,
      async start() {
        const sandbox = await prepared.start();
        const { emulated, init } = sandbox;
        if (emulated === undefined || !isWithoutEmulator(init)) return sandbox;
        await sandbox[Symbol.asyncDispose]();
        throw noEmulator(image, emulated);
      },
    };
  }
  const served = functions.map((fn) => {
    const { name, handler } = fn;
    /** The last invocation of each execution environment. */
    const requestIds = new Map<number, string>();
    const environments = createExecutionEnvironments({
      prepare: (environment) =>
        prepare(fn, (text) => {
          const requestId = requestIds.get(environment);
          const of = { function: name, environment, ...(requestId !== undefined && { requestId }) };
          record({ type: 'log', ...of, text });
        }),
      isPreparedAhead: !settings.isExact,
      most: settings.concurrency,
      isFreezing: settings.isFreezing,
      idleMs,
      onState(environment, state) {
        if (state === 'removed') requestIds.delete(environment);
        record({ type: 'environment', function: name, environment, state });
      },
      onError: (error) => record({ type: 'problem', message: messageOf(error) }),
    });
    const facts = { name, handler, memoryMb: settings.memoryMb, timeoutMs: settings.timeoutMs };
    const local = createLocalFunction(facts, environments, {
      onStarted(environment, event, { requestId, source }) {
        requestIds.set(environment, requestId);
        const of = { function: name, environment, requestId };
        record({ type: 'invocation-started', ...of, source, event: asBody(event) });
      },
      onEnded(environment, invocation) {
        const of = { function: name, environment, requestId: invocation.report.requestId };
        record({ type: 'invocation-ended', ...of, ...invocationEnd(invocation) });
      },
      onFailed(environment, requestId, error) {
        const message = messageOf(error);
        if (environment === undefined) {
          record({ type: 'problem', message, requestId });
        } else {
          record({ type: 'invocation-lost', function: name, environment, requestId, message });
        }
      },
    });
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
