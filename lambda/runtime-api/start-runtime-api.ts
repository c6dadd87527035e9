import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createExecutionEnvironment } from './execution-environment.ts';
import { validateHeaders } from './event-headers.ts';
import { createExtensions, type FunctionFacts, type ShutdownReason } from './extensions.ts';
import type { Faults } from './faults.ts';
import { createHttpServer } from '../http/http-server.ts';
import { createInvocation, type InvokeOptions } from './invocation.ts';
import type { InvocationResult } from './invocation-result.ts';
import type { LifecycleState } from './lifecycle.ts';
import { connectionLimits, maxBodyBytes, maxPayloadBytes } from './limits.ts';
import { internalError, refuse } from './refusals.ts';
import { createRoom } from '../http/room.ts';
import { isOfRuntime, route } from './router.ts';

export interface RuntimeApiOptions {
  /** The address to listen on. Default: 127.0.0.1, any free port. */
  host?: string;
  port?: number;
  functionArn?: string;
  /** The default time-out of an invocation. Default: 3,000, as on Lambda. */
  timeoutMs?: number;
  /** The maximum number of concurrent invocations, as AWS_LAMBDA_MAX_CONCURRENCY. Default: 1. */
  concurrency?: number;
  /**
   * Called after a time-out. Lambda then kills and restarts the runtime, unless it has concurrent invocations; here
   * that is the task of the caller, who started the runtime.
   */
  onTimeout?: (requestId: string) => void;
  /** The file names in /opt/extensions. An extension that registers by another name is an internal one. */
  externalExtensions?: readonly string[];
  /** The faults for each invocation, counted from 0. */
  faults?: (invocationNumber: number) => Faults | undefined;
  /** Whether a client with this IP address is served; the connections of others are closed. Default: all are. */
  serves?: (address: string) => boolean;
  /** What extensions learn about the function. */
  function?: Partial<FunctionFacts>;
  /** Serves requests with other paths, for what the function reaches by the same address. */
  others?: RequestListener;
}

/** All paths of the Runtime API, and of those beside it, begin with the date of a version. */
const ofRuntimeApi = /^\/\d{4}-\d{2}-\d{2}\//;

/** The Runtime API of one execution environment. */
export interface RuntimeApi {
  /** host:port, as in AWS_LAMBDA_RUNTIME_API. */
  address: string;
  /**
   * Delivers an event to the next `next` call of the runtime and resolves with the result, which includes errors of
   * the function. Rejects with a TypeError for an option with characters that headers cannot contain, a RangeError for
   * an event of over 6,291,556 bytes, and an Error for a request id in use or if the Runtime API is closed.
   */
  invoke(event: string | Uint8Array, options?: InvokeOptions): Promise<InvocationResult>;
  /** Withdraws an event that waits for a `next` call: true if there was one. Its invocation never settles. */
  takeBack(requestId: string): boolean;
  /** Resolves when the runtime first calls `next`, or with an error if it reported one or exited. */
  initialized(): Promise<InvocationResult | undefined>;
  /**
   * Must be called when the process of the runtime or of an extension has exited. Running invocations fail, and the
   * next runtime starts from the initial state. `reason` as in Lambda's messages: `exit status 1`, `signal: killed`.
   */
  runtimeExited(reason?: string): void;
  /**
   * Sends SHUTDOWN to the extensions. Returns the time from SIGTERM to SIGKILL in ms: 2,000 with an external extension,
   * 500 with an internal one, and 0 without extensions, where Lambda sends no SIGTERM.
   */
  shutDown(reason: ShutdownReason): number;
  /**
   * Closes the connections of pending `next` calls, as a network that drops idle connections does. Returns their
   * number.
   */
  disconnect(): number;
  /** Whether a runtime has made any call, including refused ones. */
  wasCalled(): boolean;
  state(): LifecycleState;
  /** Closes all connections and refuses new ones until `comeBack`, as before the Runtime API has started. */
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

  const shared = {
    executionEnvironment,
    functionArn,
    extensions,
    facts,
    room: createRoom(maxBodyBytes),
  };

  let invocations = 0;
  let wasCalled = false;

  const server = createHttpServer(connectionLimits(concurrency), async (request, response) => {
    // Readers of the body see 'close'.
    request.on('error', () => {});
    response.on('error', () => {});
    wasCalled ||= isOfRuntime(request.url!);
    if (options.others !== undefined && !ofRuntimeApi.test(request.url!)) {
      options.others(request, response);
      return;
    }
    try {
      await route({ ...shared, request, response });
    } catch {
      if (response.headersSent) response.destroy();
      else refuse(response, internalError);
    }
  });
  const { serves = () => true } = options;
  server.on('connection', (socket) => {
    if (!serves(socket.remoteAddress ?? '')) socket.destroy();
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
        new Error('The Runtime API was closed before the function responded.'),
      );
      await close();
    },
  };
}
