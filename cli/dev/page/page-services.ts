import type { FailedEvents } from '../../../lambda/event-sources/failed-events.ts';
import type { AsynchronousInvocations } from '../../../lambda/invoke-api/asynchronous-invocations.ts';
import type { LocalFunction } from '../../../lambda/invoke-api/local-function.ts';
import type { EventFiles } from './event-files.ts';

/** What the page can do. */
export interface PageServices {
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly asynchronous: AsynchronousInvocations;
  readonly files: EventFiles;
  /** Of the event source of a function: the text of each sample, by its name. */
  readonly samples: (functionName: string) => ReadonlyMap<string, string>;
  readonly failedEvents: FailedEvents;
}
