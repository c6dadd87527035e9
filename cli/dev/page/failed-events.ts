import type { FailedEvent } from './protocol.ts';

/** The events that queues have given up, for the page. */
export interface FailedEvents {
  list(): readonly FailedEvent[] | Promise<readonly FailedEvent[]>;
  /** Sends one again, and forgets it. False if there is none with this id. */
  sendAgain(id: string): boolean | Promise<boolean>;
}
