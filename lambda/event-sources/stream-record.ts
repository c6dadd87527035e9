import type { JsonObject } from './records-of.ts';

/** A record of a stream, and what Lambda has to know of it. */
export interface StreamRecord {
  readonly record: JsonObject;
  readonly sequenceNumber: string;
  readonly shardId: string;
  /** In milliseconds since 1970. */
  readonly arrivedAt: number;
}
