import type { Sent, SendOptions } from './sent.ts';

/** Where a function gets its events from, on this machine: a queue, a stream, a topic … */
export interface EventSource extends Disposable {
  /** As in `--event`. */
  readonly id: string;
  /** The name of its function. */
  readonly function: string;
  readonly options: readonly (keyof SendOptions)[];
  /** Returns how many messages, records or events it has taken. Throws a ServiceError for what the source would refuse. */
  send(sent: Sent): number;
}
