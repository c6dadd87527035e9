import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { createExecutionEnvironment } from './execution-environment.ts';
import { validateHeaders } from './event-headers.ts';
import { createExtensions, type FunctionFacts, type ShutdownReason } from './extensions.ts';
import type { Faults } from './faults.ts';
import { createHttpServer } from './http-server.ts';
import { createInvocation, type InvokeOptions } from './invocation.ts';
import type { InvocationResult } from './invocation-result.ts';
import type { LifecycleState } from './lifecycle.ts';
import { maxPayloadBytes } from './limits.ts';
import { internalError, refuse } from './refusals.ts';
import { isOfRuntime, route } from './router.ts';

export interface RuntimeApiOptions {
  /** Where to listen; 127.0.0.1 and any free port unless given. */
  host?: string;
  port?: number;
  functionArn?: string;
  /** How long an invocation may take unless it says so itself; 3,000, as on Lambda. */
  timeoutMs?: number;
  /** As AWS_LAMBDA_MAX_CONCURRENCY: how many invocations the runtime may have at once; 1. */
  concurrency?: number;
  /**
   * An invocation has used up its time. Lambda kills the runtime and starts it anew, unless it has
   * concurrent invocations: the one who started it has to do so here.
   */
  onTimeout?: (requestId: string) => void;
  /** File names in /opt/extensions: whoever registers by another name is part of the runtime. */
  externalExtensions?: readonly string[];
  /** Failures for each invocation; the first has the number 0. */
  faults?: (invocationNumber: number) => Faults | undefined;
  /** What extensions are told of the function. */
  function?: Partial<FunctionFacts>;
}

/** Lambda's Runtime API for one execution environment. */
export interface RuntimeApi {
  /** host:port, as in AWS_LAMBDA_RUNTIME_API. */
  address: string;
  /**
   * Gives the runtime an event as soon as it asks for one. Failures of the function are results, too;
   * rejects with a TypeError for an option that no header can carry, a RangeError for an event of over
   * 6,291,556 bytes, an Error for a request id in use and when the Runtime API is closed.
   */
  invoke(event: string | Uint8Array, options?: InvokeOptions): Promise<InvocationResult>;
  /** Takes an event back that waits for a runtime to ask: true if there was one. Its invocation never ends. */
  takeBack(requestId: string): boolean;
  /** Resolves when the runtime first asks for an event; with an error if it reported one or ended. */
  initialized(): Promise<InvocationResult | undefined>;
  /**
   * Must be told when the process of the runtime or of an extension has ended, which ends all of them: the
   * invocations fail, and a new runtime begins from the start. `reason` as in Lambda's messages, such as
   * `exit status 1` and `signal: killed`.
   */
  runtimeExited(reason?: string): void;
  /**
   * Tells extensions that the environment ends. Gives how many ms the processes have from SIGTERM to
   * SIGKILL: 2,000 with an external extension, 500 with an internal one, otherwise 0: no SIGTERM at all.
   */
  shutDown(reason: ShutdownReason): number;
  /**
   * Closes the connections on which the runtime waits for an event, as a network does that forgets idle
   * ones. Gives how many there were.
   */
  disconnect(): number;
  /** Whether any runtime has made a call yet, be it a wrong one. */
  wasCalled(): boolean;
  state(): LifecycleState;
  /** Ends all connections and refuses new ones until `comeBack`, as before Lambda's side is up. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startRuntimeApi(options: RuntimeApiOptions = {}): Promise<RuntimeApi> {
  const { host = '127.0.0.1', port = 0, timeoutMs = 3000, concurrency = 1 } = options;
  const functionArn =
    options.functionArn ?? 'arn:aws:lambda:us-east-1:012345678912:function:test_function';
  const facts = {
    functionName: 'test_function',
    functionVersion: '$LATEST',
    handler: '',
    ...options.function,
  };
  const extensions = createExtensions(options.externalExtensions ?? [], functionArn);
  const executionEnvironment = createExecutionEnvironment({
    concurrency,
    onTimeout: options.onTimeout ?? (() => {}),
    onDelivered: (invocation) => extensions.invoked(invocation),
  });

  let invocations = 0;
  let wasCalled = false;

  const server = createHttpServer(async (request, response) => {
    // Whoever reads the body learns from 'close' that there is no more.
    request.on('error', () => {});
    response.on('error', () => {});
    wasCalled ||= isOfRuntime(request.url!);
    try {
      await route({ request, response, executionEnvironment, functionArn, extensions, facts });
    } catch {
      if (response.headersSent) response.destroy();
      else refuse(response, internalError);
    }
  });
  async function listen(atPort: number): Promise<void> {
    server.listen(atPort, host);
    await once(server, 'listening');
  }
  async function close(): Promise<void> {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
  await listen(port);
  const address = server.address() as AddressInfo;

  return {
    address: `${host}:${address.port}`,
    async invoke(event, invokeOptions = {}) {
      validateHeaders(invokeOptions);
      const bytes = Buffer.from(event as string);
      if (bytes.length > maxPayloadBytes) {
        throw new RangeError(
          `Expected an event of at most ${maxPayloadBytes} bytes, found ${bytes.length}.`,
        );
      }
      const { promise, resolve, reject } = Promise.withResolvers<InvocationResult>();
      const settle = { resolve, reject };
      const withFaults = { faults: options.faults?.(invocations), ...invokeOptions };
      executionEnvironment.enqueue(
        createInvocation(bytes, withFaults, invokeOptions.timeoutMs ?? timeoutMs, settle),
      );
      invocations += 1;
      return promise;
    },
    takeBack: (requestId) => executionEnvironment.takeBack(requestId),
    initialized: executionEnvironment.initialized,
    runtimeExited(reason) {
      executionEnvironment.exited(reason, extensions.exited());
    },
    shutDown: (reason) => extensions.shutDown(reason),
    disconnect: () => executionEnvironment.disconnect(),
    wasCalled: () => wasCalled,
    state: executionEnvironment.state,
    goAway: close,
    comeBack: () => listen(address.port),
    async [Symbol.asyncDispose]() {
      executionEnvironment.close(
        new Error('The Runtime API was closed before the function answered.'),
      );
      await close();
    },
  };
}
