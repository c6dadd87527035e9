import { randomUUID } from 'node:crypto';

/** What a function has failed for until the last attempt: what AWS puts into a dead-letter queue or an on-failure destination. */
export interface FailedEvent {
  readonly id: string;
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly function: string;
  /** What has invoked the function, such as `sqs` or `Event`. */
  readonly source: string;
  /** For people: `message 3f…`. */
  readonly title: string;
  /** That of the last attempt. */
  readonly requestId: string;
  readonly attempts: number;
  /** As AWS keeps it: of a queue the message, of a stream or an asynchronous invocation a record about it. */
  readonly record: object;
}

/** Failed events in memory, until they are sent again. */
export interface FailedEvents {
  /** `sendAgain` puts it where it came from. */
  add(event: Omit<FailedEvent, 'id' | 'at'>, sendAgain: () => void): void;
  /** The oldest one first. */
  list(): readonly FailedEvent[];
  /**
   * Sends the chosen ones again, and forgets them. Returns how many. What throws a ServiceError, because too much
   * waits already, is kept.
   */
  sendAgain(isChosen: (event: FailedEvent) => boolean): number;
}

interface Kept {
  readonly event: FailedEvent;
  readonly size: number;
  readonly sendAgain: () => void;
}

/** In characters of their records. The oldest are dropped for new ones. */
const mostKept = 64 * 1024 * 1024;

/** `onAdded` receives each new one. */
export function createFailedEvents(onAdded: (event: FailedEvent) => void): FailedEvents {
  const kept = new Map<string, Kept>();
  let size = 0;

  function drop({ event, size: freed }: Kept): void {
    kept.delete(event.id);
    size -= freed;
  }

  return {
    add(given, sendAgain) {
      const event = { ...given, id: randomUUID(), at: Date.now() };
      const one = { event, size: JSON.stringify(event.record).length, sendAgain };
      kept.set(event.id, one);
      size += one.size;
      for (const oldest of kept.values()) {
        if (size <= mostKept) break;
        drop(oldest);
      }
      onAdded(event);
    },
    list: () => [...kept.values()].map(({ event }) => event),
    sendAgain(isChosen) {
      const chosen = [...kept.values()].filter(({ event }) => isChosen(event));
      for (const one of chosen) {
        one.sendAgain();
        drop(one);
      }
      return chosen.length;
    },
  };
}
