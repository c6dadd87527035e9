import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createJournal, type Journal } from '../../../../cli/dev/journal.ts';
import { createPage } from '../../../../cli/dev/page/create-page.ts';
import { createFailedEvents } from '../../../../lambda/event-sources/failed-events.ts';
import { keepFailed } from '../../../../lambda/event-sources/keep-failed.ts';
import { serveFunctions } from '../../../../cli/dev/serve-functions.ts';
import { createWebSocketClients } from '../../../../cli/dev/websocket-clients.ts';
import { serveOthers } from '../../../../cli/dev/serve-others.ts';
import { readDevSettings } from '../../../../cli/dev/settings.ts';
import { devFlags } from '../../../../cli/flags.ts';
import { createAsynchronousInvocations } from '../../../../lambda/invoke-api/asynchronous-invocations.ts';
import { startInvokeApi } from '../../../../lambda/invoke-api/start-invoke-api.ts';
import type { Sandbox } from '../../../../lambda/sandbox/sandbox.ts';
import type { prepareSandbox } from '../../../../lambda/sandbox/start-sandbox.ts';
import { loadCatalog } from '../../../../scaffold/catalog/load-catalog.ts';
import { projectIn } from '../../../../scaffold/project/project-in.ts';
import { readFlags } from '../../../../terminal/flags.ts';
import { runCli } from '../../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../../helpers/temporary-directory.ts';

/** Returns the response. What it throws is an error of the function. */
export type Handler = (event: unknown, log: (text: string) => void) => unknown;

export interface TestProject extends Disposable {
  readonly directory: string;
}

/** A generated project with two functions: orders-api, which is invoked directly, and refunds with a queue. */
export async function createTestProject(): Promise<TestProject> {
  const parent = temporaryDirectory();
  const directory = path.join(parent.path, 'orders-api');
  await runCli(parent.path, ['new', 'orders-api', '--language', 'python', '--yes']);
  await runCli(directory, ['function', 'refunds', '--event', 'sqs']);
  return { directory, [Symbol.dispose]: () => parent[Symbol.dispose]() };
}

export interface TestPage extends AsyncDisposable {
  readonly port: number;
  /** Without the token. */
  readonly origin: string;
  /** Of the page, with its token. */
  readonly url: string;
  readonly token: string;
  readonly journal: Journal;
  readonly errors: unknown[];
}

/** What `dev` serves, but for containers: each function is a handler in this process. */
export async function startTestPage(
  directory: string,
  handlers: Readonly<Record<string, Handler>>,
  { port = 0 }: { port?: number } = {},
): Promise<TestPage> {
  const catalog = loadCatalog();
  const project = await projectIn(directory, catalog);
  const journal = createJournal();
  const errors: unknown[] = [];
  const settings = readDevSettings(readFlags(devFlags, []));
  const failedEvents = createFailedEvents((event) =>
    journal.record({ ...event, type: 'given-up' }),
  );
  const asynchronous = createAsynchronousInvocations({
    delayMs: 1,
    onSettled: (settled) => keepFailed(settled, failedEvents, asynchronous),
  });
  const served = serveFunctions(
    project.functions,
    settings,
    async () => ({
      image: '',
      volumes: [],
      update: async () => false,
      [Symbol.asyncDispose]: async () => {},
    }),
    createWebSocketClients(),
    journal,
    String,
    inThisProcess(handlers),
  );
  const { functions } = served;
  const page = createPage(project, {
    functions,
    asynchronous,
    journal,
    directory,
    catalog,
    failedEvents,
    onError: (error) => errors.push(error),
  });
  const api = await startInvokeApi({
    functions,
    asynchronous,
    port,
    others: serveOthers({ page: page.listener, sources: (_request, response) => response.end() }),
    onError: (error) => errors.push(error),
  });
  const origin = `http://localhost:${api.port}`;
  journal.record({ type: 'ready', functions: [...functions.keys()], url: origin });
  return {
    port: api.port,
    origin,
    url: `${origin}${page.path}`,
    token: page.path.split('token=')[1]!,
    journal,
    errors,
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await asynchronous[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
}

function inThisProcess(handlers: Readonly<Record<string, Handler>>): typeof prepareSandbox {
  return async ({ functionName = '', onLog = () => {}, memoryMb = 128 }) => {
    let isFirst = true;
    const sandbox: Partial<Sandbox> = {
      async invoke(event, { requestId = '', onResult = () => {} } = {}) {
        const startedAt = performance.now();
        const outcome = await outcomeOf(async () =>
          handlers[functionName]!(JSON.parse(Buffer.from(event).toString()), (text) =>
            onLog(text, 'function'),
          ),
        );
        const result = {
          requestId,
          contentType: 'application/json',
          isStreamed: false,
          ...outcome,
        };
        onResult(result);
        const report = {
          requestId,
          durationMs: performance.now() - startedAt,
          ...(isFirst && { initDurationMs: 123.4 }),
          memoryMb,
          maxMemoryMb: 35,
        };
        isFirst = false;
        return { result, log: '', report };
      },
      freeze: async () => {},
      thaw: async () => {},
      [Symbol.asyncDispose]: async () => {},
    };
    return {
      async start() {
        // For its init to be seen.
        await sleep(20);
        return sandbox as Sandbox;
      },
      [Symbol.asyncDispose]: async () => {},
    };
  };
}

async function outcomeOf(run: () => Promise<unknown>) {
  try {
    return { body: Buffer.from(JSON.stringify((await run()) ?? null)) };
  } catch (error) {
    const { name, message } = error as Error;
    const stackTrace = ['  File "/var/task/app.py", line 7, in handler'];
    const payload = Buffer.from(
      JSON.stringify({ errorType: name, errorMessage: message, stackTrace }),
    );
    return { body: payload, error: { type: name, payload } };
  }
}
