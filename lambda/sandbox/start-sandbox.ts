import { randomUUID } from 'node:crypto';

import { createContainer } from '../docker/container.ts';
import { commandLimitMs, DockerError } from '../docker/docker.ts';
import { engine } from '../docker/engine.ts';
import { createInternalNetwork, gatewayOf } from '../docker/network.ts';
import { imageConfig } from '../docker/image-config.ts';
import { volumeFlags } from '../docker/volume.ts';
import { extensionName, registerExtension } from './extension.ts';
import { environmentVariables } from './environment-variables.ts';
import { initResult } from './init-result.ts';
import { createInvoker } from './invoker.ts';
import { startWithLateApi } from './late-runtime-api.ts';
import { createLog } from './log.ts';
import { startReachableRuntimeApi } from './reachable-runtime-api.ts';
import { initReportLine } from './report.ts';
import { processorLimit, processorsFor, processorsInInit, restrictions } from './restrictions.ts';
import { createRuntimeProcess, type Init } from './runtime-process.ts';
import type { Sandbox, SandboxOptions } from './sandbox.ts';
import { createUndoList, type UndoList } from './undo-list.ts';
import { withoutAdded } from './without-added.ts';

/** The time-out of the init phase. Lambda repeats it with the first invocation. */
const initLimitMs = 10_000;

/**
 * Starts an image in its own execution environment and waits for the end of its init phase.
 *
 * Rejects with a DockerError if the engine or the image is missing. The container is removed when this process exits,
 * even by SIGKILL.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const prepared = await prepareSandbox(options);
  return prepared.start();
}

/** An execution environment without a process. Disposing of it removes the container, unless it has been started. */
export interface PreparedSandbox extends AsyncDisposable {
  /** Once only: starts the runtime, and waits for the end of its init phase. Removes the container if that rejects. */
  start(): Promise<Sandbox>;
}

/** Does all of startSandbox that can be done before it is known that there is something to start. Rejects as that does. */
export async function prepareSandbox(options: SandboxOptions): Promise<PreparedSandbox> {
  const begun = createUndoList();
  const start = await undoneOnFailure(begun, () => prepare(options, begun));
  return {
    start: () => undoneOnFailure(begun, start),
    [Symbol.asyncDispose]: () => begun[Symbol.asyncDispose](),
  };
}

async function undoneOnFailure<Result>(
  begun: UndoList,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // The first failure is the cause; later ones are consequences.
    await begun[Symbol.asyncDispose]().catch(() => {});
    throw error;
  }
}

async function prepare(options: SandboxOptions, begun: UndoList): Promise<() => Promise<Sandbox>> {
  const {
    image,
    command = [],
    memoryMb = 128,
    isProcessorLimited = true,
    timeoutMs = 3000,
    concurrency = 1,
    env = {},
    functionName = 'function',
    extension = false,
    volumes = [],
    services,
    isIsolated = false,
    apiDelayMs = 0,
    settleMs = 50,
    engineLimitMs = commandLimitMs,
    onLog = () => {},
  } = options;
  // A runtime with other invocations continues with them.
  const isEndedByTimeout = concurrency === 1;
  const ended = new AbortController();
  begun.add(async () => ended.abort());
  const read = imageConfig(image, { limitMs: engineLimitMs, signal: ended.signal });
  // A problem of the engine explains more.
  read.catch(() => {});
  const known = await engine(engineLimitMs);
  const config = await read;
  const name = `lambda-container-${randomUUID()}`;
  const docker = { limitMs: engineLimitMs, signal: ended.signal };
  if (isIsolated) await createInternalNetwork(name, docker, begun);
  const gateway = isIsolated ? await gatewayOf(name, docker) : known.gateway;
  const reachable = await startReachableRuntimeApi(gateway, {
    timeoutMs,
    concurrency,
    functionArn: `arn:aws:lambda:us-east-1:012345678912:function:${functionName}`,
    function: { functionName, handler: command[0] ?? '' },
    externalExtensions: extension ? [extensionName] : [],
    ...(services !== undefined && { others: services.listener }),
    onTimeout() {
      // The invoker kills it again and handles a failure.
      if (isEndedByTimeout) runtime.kill().catch(() => {});
    },
  });
  const { api, address } = reachable;
  begun.add(() => api[Symbol.asyncDispose]());
  if (isIsolated && !address.startsWith(`${gateway}:`)) throw unreachable();
  const endpoints = Object.fromEntries(
    (services?.variables ?? []).map((each) => [each, `http://${address}`]),
  );
  const limits = isProcessorLimited && {
    inInit: processorLimit(processorsInInit(memoryMb), known.processors),
    afterInit: processorLimit(processorsFor(memoryMb), known.processors),
  };
  const container = await createContainer(
    {
      name,
      image,
      command,
      env: {
        ...withoutAdded(config.env),
        ...environmentVariables(
          { functionName, memoryMb, concurrency, env: { ...endpoints, ...env } },
          address,
        ),
      },
      hasVolumes: config.volumes.length > 0,
      options: [
        ...restrictions(memoryMb),
        ...(limits ? limits.inInit : []),
        ...reachable.options,
        ...(isIsolated ? ['--network', name] : []),
        ...volumeFlags(volumes, false),
      ],
      limitMs: engineLimitMs,
    },
    begun,
  );
  const log = createLog(onLog);
  const runtime = createRuntimeProcess(container, api, log);

  async function startRuntime(limitMs: number, phase: 'init' | 'invoke'): Promise<Init> {
    if (extension) await registerExtension(api.address);
    // On Lambda, a restart has only the CPU share of the function; here Docker's own start-up uses some of it too.
    if (limits && phase === 'invoke') await container.update(limits.inInit);
    const init = await runtime.start(limitMs);
    if (limits) await container.update(limits.afterInit);
    const { durationMs, status } = init;
    if (status !== 'success') {
      await log.settled(settleMs);
      const errorType = initResult(init, '', limitMs).error!.type;
      log.note(initReportLine({ durationMs, phase, status, errorType }));
    }
    return init;
  }

  return async () => {
    const initLog = log.mark();
    function startFirst(): Promise<Init> {
      return startRuntime(initLimitMs, 'init');
    }
    const init = await (apiDelayMs === 0
      ? startFirst()
      : startWithLateApi(startFirst, { api, runtime, container }, apiDelayMs));
    if (init.status === 'success') await log.settled(settleMs);

    return {
      init: { ...init, log: initLog() },
      runtimeApi: api,
      container: name,
      emulated: config.architecture === known.architecture ? undefined : config.architecture,
      invoke: createInvoker({
        api,
        runtime,
        start: (limitMs) => startRuntime(limitMs, 'invoke'),
        log,
        memoryMb,
        timeoutMs,
        isEndedByTimeout,
        settleMs,
        initDurationMs: init.status === 'success' ? init.durationMs : undefined,
      }),
      freeze: () => container.pause(),
      thaw: () => container.unpause(),
      async stop() {
        // A frozen process does not receive signals.
        await container.unpause();
        const stopLog = log.mark();
        const ending = await runtime.end(api.shutDown('spindown'));
        return { exitStatus: ending!.exitStatus, log: stopLog() };
      },
      [Symbol.asyncDispose]: () => begun[Symbol.asyncDispose](),
    };
  };
}

function unreachable(): DockerError {
  const problem =
    'Expected an engine on this machine for a function without a network, found one elsewhere or in a virtual machine.';
  return new DockerError(problem, { command: 'network create' });
}
