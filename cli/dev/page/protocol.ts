/** What the server and the page tell each other. The page takes only types from here. */

/** The first message of the stream. */
export interface Hello {
  /** Another one for each start of `dev`: the sequence numbers of the journal begin again. */
  readonly run: string;
  /** The clock of the server, in milliseconds since 1970. */
  readonly now: number;
  readonly project: string;
  readonly functions: readonly PageFunction[];
}

export interface PageFunction {
  readonly name: string;
  /** The id of its event source. */
  readonly event: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

/** The events that there are for a function, by name. */
export interface EventNames {
  /** In `events/` of the project. */
  readonly saved: readonly string[];
  /** Of its event source. */
  readonly samples: readonly string[];
}

/** The response to a request to invoke a function. Everything else about the invocation is in the journal. */
export interface Accepted {
  readonly requestId: string;
}

/** The response to what is refused. */
export interface Refused {
  readonly message: string;
}

export type { FailedEvent } from '../../../lambda/event-sources/failed-events.ts';
