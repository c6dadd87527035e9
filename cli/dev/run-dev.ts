import { BuildError } from '../../lambda/docker/build-image.ts';
import { createAsynchronousInvocations } from '../../lambda/invoke-api/asynchronous-invocations.ts';
import { createExecutionEnvironments } from '../../lambda/invoke-api/execution-environments.ts';
import { createLocalFunction } from '../../lambda/invoke-api/local-function.ts';
import {
  type InvokeApi,
  type InvokeApiOptions,
  startInvokeApi,
} from '../../lambda/invoke-api/start-invoke-api.ts';
import { prepareSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { type ProjectHere, projectIn } from '../../scaffold/project/project-in.ts';
import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { printNote } from '../../terminal/print.ts';
import { refusedByDocker } from '../docker-refusal.ts';
import { createGeneration, type Generation, type GenerationOptions } from './create-generation.ts';
import { createReloader } from './create-reloader.ts';
import { printInvocation } from './print-invocation.ts';
import type { DevSettings } from './settings.ts';
import { untilStopped } from './until-stopped.ts';
import { watchProject } from './watch-project.ts';

/** Serves the project in a directory until a signal. Throws a CliError if it cannot be built at all, or the port is taken. */
export async function runDev(settings: DevSettings, directory: string): Promise<void> {
  const project = await projectIn(directory, loadCatalog());
  const stopped = untilStopped();
  const building = { directory, isExact: settings.isExact, signal: stopped.signal };
  let current = await generation(project, { ...building, isShown: true });
  const functions = project.functions.map(({ name, handler }) => {
    const environments = createExecutionEnvironments({
      prepare: () =>
        prepareSandbox({
          ...settings,
          image: current.image,
          volumes: current.volumes,
          command: [handler],
          functionName: name,
        }),
      isPreparedAhead: !settings.isExact,
      most: settings.concurrency,
      isFreezing: settings.isFreezing,
      idleMs,
      onError: printError,
    });
    const facts = { name, handler, memoryMb: settings.memoryMb, timeoutMs: settings.timeoutMs };
    const served = createLocalFunction(facts, environments, (invocation) =>
      printInvocation(name, invocation, process.stderr),
    );
    return { served, environments };
  });

  await using asynchronous = createAsynchronousInvocations({
    onSettled({ to, result, attempts, options }) {
      if (result.error === undefined) return;
      printNote(
        `${to.name}: the event ${options.requestId} failed ${attempts} times, and is given up.`,
      );
    },
  });
  await using api = await listen(settings, {
    functions: new Map(functions.map(({ served }) => [served.name, served])),
    asynchronous,
    onError: printError,
  });
  const reloader = createReloader({
    async reload(files) {
      const startedAt = performance.now();
      const old = current;
      const isUpdated = await old.update(files);
      if (!isUpdated) current = await generation(project, { ...building, isShown: false });
      const replaced = functions.map(({ environments }) =>
        environments.replace(isUpdated ? 'new files' : 'new image'),
      );
      if (!isUpdated) {
        void Promise.all(replaced.map(({ gone }) => gone))
          .then(() => old[Symbol.asyncDispose]())
          .catch(printError);
      }
      await Promise.all(replaced.map(({ ready }) => ready));
      printReload(files, isUpdated, performance.now() - startedAt);
    },
    onError: printError,
  });
  await using _watcher = await watchProject({
    directory,
    onChange: reloader.changed,
    onError: printError,
  });
  printNote(banner(project, api.port));
  const code = await stopped.promise;
  await Promise.all(functions.map(({ environments }) => environments[Symbol.asyncDispose]()));
  await current[Symbol.asyncDispose]();
  process.exitCode = code;
}

/** An execution environment without an invocation is removed after so much time. */
const idleMs = 5 * 60_000;

async function generation(project: ProjectHere, options: GenerationOptions): Promise<Generation> {
  try {
    return await createGeneration(project, options);
  } catch (error) {
    throw explained(error, project.name);
  }
}

function explained(error: unknown, image: string): unknown {
  if (!(error instanceof BuildError)) return refusedByDocker(error, image);
  return new CliError(
    exitCode.failed,
    {
      problem: error.message,
      details: error.output.split('\n'),
      fix: '',
    },
    { cause: error },
  );
}

function printReload(files: readonly string[], isUpdated: boolean, ms: number): void {
  const [first] = files;
  const changed = files.length === 1 ? first! : `${files.length} files`;
  const what = isUpdated ? 'reloaded' : 'built the image again';
  printNote(`${changed}: ${what} in ${(ms / 1000).toFixed(2)} s`);
}

async function listen(
  { port, host, allowedHosts }: DevSettings,
  served: Pick<InvokeApiOptions, 'functions' | 'asynchronous' | 'onError'>,
): Promise<InvokeApi> {
  try {
    return await startInvokeApi({
      ...served,
      port,
      ...(host !== undefined && { hosts: [host] }),
      allowedHosts: host === undefined ? allowedHosts : [host, ...allowedHosts],
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new CliError(exitCode.failed, {
        problem: `Expected port ${port} to be free, found another process that listens there.`,
        fix: `Stop that, or choose another port: --port ${port + 1}`,
      });
    }
    throw new CliError(exitCode.usage, {
      problem: `Expected an address of this machine with a port that you may use, found ${host ?? 'localhost'}:${port}: ${message}`,
      fix: 'Leave out --host, and choose a --port over 1023.',
    });
  }
}

function banner({ functions }: ProjectHere, port: number): string {
  const url = `http://localhost:${port}`;
  return [
    `Ready: ${functions.map(({ name }) => name).join(', ')}. Save a file to reload, press Ctrl-C to stop.`,
    '',
    `  export AWS_ENDPOINT_URL_LAMBDA=${url} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=dev AWS_SECRET_ACCESS_KEY=dev`,
    `  aws lambda invoke --function-name ${functions[0]!.name} --cli-binary-format raw-in-base64-out --payload file://${functions[0]!.sample} /dev/stdout`,
    '',
  ].join('\n');
}

function printError(error: unknown): void {
  const problem = explained(error, 'of the function');
  printNote(problem instanceof Error ? problem.message : String(problem));
}
