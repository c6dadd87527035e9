import type { RequestListener } from 'node:http';

import { createEventSource } from '../../lambda/event-sources/create-event-source.ts';
import type { FailedEvents } from '../../lambda/event-sources/failed-events.ts';
import { serveEventSources } from '../../lambda/event-sources/serve-event-sources.ts';
import type { SourceObserver } from '../../lambda/event-sources/source-observer.ts';
import type { AsynchronousInvocations } from '../../lambda/invoke-api/asynchronous-invocations.ts';
import type { LocalFunction } from '../../lambda/invoke-api/local-function.ts';
import type { NamedFunction } from '../../scaffold/plan/functions.ts';
import type { Journal } from './journal.ts';
import type { DevSettings } from './settings.ts';
import { startSources } from './start-sources.ts';

/** The queues, streams, topics and so on of a project's functions. */
export interface ServedSources extends Disposable {
  /** Starts what sends events by itself. */
  readonly start: (onError: (error: unknown) => void) => Promise<AsyncDisposable>;
  /** For requests of `lambda-container send`. */
  readonly listener: RequestListener;
}

export interface ServedSourcesOptions {
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly asynchronous: AsynchronousInvocations;
  readonly failedEvents: FailedEvents;
  readonly journal: Journal;
}

export function serveSources(
  functions: readonly NamedFunction[],
  settings: DevSettings,
  { functions: local, asynchronous, failedEvents, journal: { record } }: ServedSourcesOptions,
): ServedSources {
  const { retryDelayMs, batchSize, batchWindowMs } = settings;
  const observer = {
    onSent: (sent) => record({ ...sent, type: 'sent' }),
    onRetry: (retry) => record({ ...retry, type: 'batch-failed' }),
  } satisfies SourceObserver;
  const sources = functions.flatMap(({ name, event, facts }) => {
    const source = createEventSource({
      to: local.get(name)!,
      event,
      facts,
      batchSize,
      windowMs: batchWindowMs,
      retryDelayMs,
      asynchronous,
      failedEvents,
      observer,
    });
    return source ?? [];
  });
  return {
    start: (onError) => startSources(settings, { functions, sources, observer, onError }),
    listener: serveEventSources({ sources, failedEvents, observer }),
    [Symbol.dispose]() {
      for (const source of sources) source[Symbol.dispose]();
    },
  };
}
