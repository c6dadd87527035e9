import { BuildError } from '../../lambda/docker/build-image.ts';
import { createAsynchronousInvocations } from '../../lambda/invoke-api/asynchronous-invocations.ts';
import { createFailedEvents } from '../../lambda/event-sources/failed-events.ts';
import { keepFailed } from '../../lambda/event-sources/keep-failed.ts';
import type { Catalog } from '../../scaffold/catalog/catalog.ts';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { type ProjectHere, projectIn } from '../../scaffold/project/project-in.ts';
import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { printDocument, printNote } from '../../terminal/print.ts';
import { refusedByDocker } from '../docker-refusal.ts';
import { createGeneration, type Generation, type GenerationOptions } from './create-generation.ts';
import { createReloader } from './create-reloader.ts';
import { createJournal, type Journal, type JournalEntry } from './journal.ts';
import { listen } from './listen.ts';
import { createPage } from './page/create-page.ts';
import { journalPrinter } from './print-journal.ts';
import { type Fronts, serveFronts } from './serve-fronts.ts';
import { serveFunctions } from './serve-functions.ts';
import { checkSources } from './check-sources.ts';
import { serveOthers } from './serve-others.ts';
import { serveSources } from './serve-sources.ts';
import type { DevSettings } from './settings.ts';
import { type Stopped, untilStopped } from './until-stopped.ts';
import { watchProject } from './watch-project.ts';
import { createWebSocketClients } from './websocket-clients.ts';

/** Serves the project in a directory until a signal. Throws a CliError if it cannot be built at all, or the port is taken. */
export async function runDev(settings: DevSettings, directory: string): Promise<void> {
  const catalog = loadCatalog();
  const project = await projectIn(directory, catalog);
  checkSources(project.functions, settings);
  const stopped = untilStopped();
  try {
    await serve(project, catalog, settings, directory, stopped);
  } catch (error) {
    // A build that is ended fails.
    if (!stopped.signal.aborted) throw error;
  }
  process.exitCode = await stopped.promise;
}

async function serve(
  project: ProjectHere,
  catalog: Catalog,
  settings: DevSettings,
  directory: string,
  stopped: Stopped,
): Promise<void> {
  const journal = createJournal();
  journal.follow(settings.isJson ? printJson : journalPrinter(process.stderr), 0);
  function printProblem(error: unknown): void {
    journal.record({ type: 'problem', message: messageOf(error) });
  }
  const building = { directory, isExact: settings.isExact, signal: stopped.signal };
  let current: Generation | undefined;
  // After the functions, which are below: its volumes can be removed when no container has them.
  await using _newest = {
    [Symbol.asyncDispose]: async () => current?.[Symbol.asyncDispose](),
  };
  const built = Promise.withResolvers<Generation>();
  // It is awaited below.
  built.promise.catch(() => {});
  async function newest(): Promise<Generation> {
    return current ?? built.promise;
  }
  const failedEvents = createFailedEvents((event) =>
    journal.record({ ...event, type: 'given-up' }),
  );
  await using asynchronous = createAsynchronousInvocations({
    retries: settings.asyncRetries,
    delayMs: settings.retryDelayMs,
    onSettled: (settled) => keepFailed(settled, failedEvents, asynchronous),
  });
  const clients = createWebSocketClients();
  await using served = serveFunctions(
    project.functions,
    settings,
    newest,
    clients,
    journal,
    messageOf,
  );
  const { functions, environments } = served;
  using sources = serveSources(project.functions, settings, {
    functions,
    asynchronous,
    failedEvents,
    journal,
  });
  const page = createPage(project, {
    functions,
    asynchronous,
    failedEvents,
    journal,
    directory,
    catalog,
    onError: printProblem,
  });
  const fronts = serveFronts(project.functions, functions, clients, settings, {
    onProblem: printProblem,
    signal: stopped.signal,
  });
  // Before the build, which may take minutes: the port may be taken.
  await using api = await listen(settings, {
    functions,
    asynchronous,
    onError: printProblem,
    allowedHosts: fronts.hosts,
    others: serveOthers({
      page: page.listener,
      sources: sources.listener,
      front: fronts.onRequest,
    }),
    ...(fronts.onUpgrade !== undefined && { onUpgrade: fronts.onUpgrade }),
  });
  const first = generation(project, { ...building, isShown: true });
  built.resolve(first);
  current = await first;

  const reloader = createReloader({
    async reload(files) {
      journal.record({ type: 'build-started', files });
      const startedAt = performance.now();
      const old = current!;
      const isUpdated = await old.update(files);
      if (!isUpdated) current = await generation(project, { ...building, isShown: false });
      const replaced = environments.map((each) =>
        each.replace(isUpdated ? 'new files' : 'new image'),
      );
      if (!isUpdated) {
        void Promise.all(replaced.map(({ gone }) => gone))
          .then(() => old[Symbol.asyncDispose]())
          .catch(printProblem);
      }
      await Promise.all(replaced.map(({ ready }) => ready));
      const durationMs = performance.now() - startedAt;
      journal.record({ type: 'build-ended', files, isUpdated, durationMs });
    },
    onError: (error, files) =>
      journal.record({ type: 'build-failed', files, message: messageOf(error) }),
  });
  await using _watcher = await watchProject({
    directory,
    except: settings.buckets.map((bucket) => bucket.directory),
    onChange(files) {
      const inImage = files.filter((file) => !isEvent(file, project));
      if (inImage.length > 0) reloader.changed(inImage);
    },
    onError: printProblem,
  });
  await using _started = await sources.start(printProblem);
  announce(
    project,
    fronts.urls(api.port),
    `http://localhost:${api.port}`,
    page.path,
    journal,
    settings,
  );
  await stopped.promise;
}

/** Whether a file is an event of a function, which its image is not made of. */
function isEvent(file: string, { functions }: ProjectHere): boolean {
  return functions.some(({ name }) => file.startsWith(`events/${name}/`) && file.endsWith('.json'));
}

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
      details: error.output === '' ? [] : error.output.split('\n'),
      fix: error.output === '' ? 'What Docker has printed above says why.' : '',
    },
    { cause: error },
  );
}

function announce(
  project: ProjectHere,
  fronts: ReturnType<Fronts['urls']>,
  url: string,
  pagePath: string,
  { record }: Journal,
  { isJson }: DevSettings,
): void {
  record({ type: 'ready', functions: project.functions.map(({ name }) => name), url });
  if (!isJson) printNote(banner(project, fronts, url, `${url}${pagePath}`));
}

function banner(
  { functions }: ProjectHere,
  fronts: ReturnType<Fronts['urls']>,
  url: string,
  page: string,
): string {
  return [
    `Ready: ${functions.map(({ name }) => name).join(', ')}. Save a file to reload, press Ctrl-C to stop.`,
    '',
    ...fronts.map((each) => `  ${each.name}: ${each.url}`),
    ...(fronts.length === 0 ? [] : ['']),
    `  export AWS_ENDPOINT_URL_LAMBDA=${url} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=dev AWS_SECRET_ACCESS_KEY=dev`,
    `  aws lambda invoke --function-name ${functions[0]!.name} --cli-binary-format raw-in-base64-out --payload file://${functions[0]!.sample} /dev/stdout`,
    '',
    `  ${page}`,
    '',
  ].join('\n');
}

function messageOf(error: unknown): string {
  const problem = explained(error, 'of the function');
  return problem instanceof Error ? problem.message : String(problem);
}

function printJson(entry: JournalEntry): void {
  printDocument(JSON.stringify(entry));
}
