import type { FailedEvent } from '../../lambda/event-sources/failed-events.ts';
import type { RetryNotice, SentNotice } from '../../lambda/event-sources/source-observer.ts';
import type { EnvironmentState } from '../../lambda/invoke-api/execution-environments.ts';

/** What has happened under `dev`, as `--json` prints it. */
export type DevEvent =
  | { readonly type: 'ready'; readonly functions: readonly string[]; readonly url: string }
  | { readonly type: 'build-started'; readonly files: readonly string[] }
  /** `isUpdated`: the files were taken over without a new image. */
  | {
      readonly type: 'build-ended';
      readonly files: readonly string[];
      readonly isUpdated: boolean;
      readonly durationMs: number;
    }
  | { readonly type: 'build-failed'; readonly files: readonly string[]; readonly message: string }
  | (OfEnvironment & { readonly type: 'environment'; readonly state: EnvironmentState })
  /** Complete lines. `requestId` is that of the last invocation of the execution environment; without one, it is in its init phase. */
  | (OfEnvironment & { readonly type: 'log'; readonly requestId?: string; readonly text: string })
  | (OfInvocation & {
      readonly type: 'invocation-started';
      readonly source: string;
      readonly event: Body;
    })
  | (OfInvocation & InvocationEnd & { readonly type: 'invocation-ended' })
  /** Its execution environment was lost, so that there is no response. */
  | (OfInvocation & { readonly type: 'invocation-lost'; readonly message: string })
  /** Messages, records or events were put where the function gets them from. */
  | (SentNotice & { readonly type: 'sent' })
  /** Some of a batch have failed, and are delivered again. */
  | (RetryNotice & { readonly type: 'batch-failed' })
  /** After all attempts: what a dead-letter queue or a destination has on AWS. */
  | (Omit<FailedEvent, 'at'> & { readonly type: 'given-up' })
  /** What went wrong that is not an error of a function. `requestId` is that of an invocation that it has prevented. */
  | { readonly type: 'problem'; readonly message: string; readonly requestId?: string };

interface OfEnvironment {
  readonly function: string;
  /** Counted from 1 for each function. */
  readonly environment: number;
}

interface OfInvocation extends OfEnvironment {
  readonly requestId: string;
}

/** In milliseconds and megabytes, as in the REPORT line. */
export interface InvocationEnd {
  readonly durationMs: number;
  readonly billedMs: number;
  /** Of a cold start. */
  readonly initDurationMs?: number;
  readonly memoryMb: number;
  readonly maxMemoryMb?: number;
  /** That of an error of the function is its JSON. */
  readonly response: Body;
  readonly error?: {
    readonly type: string;
    readonly message: string;
    readonly stack: readonly string[];
  };
}

/** Text, or bytes that are none. */
export type Body = { readonly text: string } | { readonly base64: string };

export type JournalEntry = DevEvent & {
  /** Counted from 1. */
  readonly sequence: number;
  /** In milliseconds since 1970. */
  readonly at: number;
};

/** What has happened, in order, for whoever shows it. */
export interface Journal {
  readonly record: (event: DevEvent) => void;
  /** Passes on the entries after that one, as far as they are kept, and then each new one. The returned function ends that. */
  follow(listener: (entry: JournalEntry) => void, after: number): () => void;
}

/** In characters. The oldest entries are dropped for new ones. */
const mostKept = 32 * 1024 * 1024;

export function createJournal(): Journal {
  const listeners = new Set<(entry: JournalEntry) => void>();
  let kept: { readonly entry: JournalEntry; readonly size: number }[] = [];
  let size = 0;
  let sequence = 0;

  function keep(entry: JournalEntry): void {
    const one = { entry, size: sizeOf(entry) };
    kept.push(one);
    size += one.size;
    if (size <= mostKept) return;
    // A tenth at once: each removal copies what is left.
    let dropped = 0;
    while (size > mostKept * 0.9) size -= kept[dropped++]!.size;
    kept = kept.slice(dropped);
  }

  return {
    record(event) {
      sequence += 1;
      const entry = { ...event, sequence, at: Date.now() };
      keep(entry);
      for (const listener of listeners) listener(entry);
    },
    follow(listener, after) {
      for (const { entry } of kept) {
        if (entry.sequence > after) listener(entry);
      }
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Roughly: what makes one large is one of these. */
function sizeOf(entry: JournalEntry): number {
  const some = 500;
  if (entry.type === 'log') return some + entry.text.length;
  if (entry.type === 'build-failed') return some + entry.message.length;
  if (entry.type === 'invocation-started') return some + lengthOf(entry.event);
  if (entry.type === 'given-up') return some + JSON.stringify(entry.record).length;
  if (entry.type === 'invocation-ended') return some + 2 * lengthOf(entry.response);
  return some;
}

function lengthOf(body: Body): number {
  return 'text' in body ? body.text.length : body.base64.length;
}

/** For a journal: text if it is UTF-8. */
export function asBody(bytes: Uint8Array): Body {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}
