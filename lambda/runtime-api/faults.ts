/** A fault in a `next` call. The event is not lost: the next call gets it. */
export type NextFault = 'close' | 'status-403' | 'status-500' | 'cut-in-headers' | 'cut-in-body';

/**
 * A fault in a reply: a call of `response` or `error`. The reply is discarded, except with `close-accepted`, where only
 * the acknowledgement is missing, and `close-after`, where the connection is closed after the acknowledgement.
 */
export type ReplyFault = 'close' | 'status-403' | 'status-500' | 'close-accepted' | 'close-after';

/** Faults of Lambda and of the network. Each fault of a list applies to one call, in order. */
export interface Faults {
  next?: readonly NextFault[];
  reply?: readonly ReplyFault[];
  /** Delay before the first byte of an event is sent. */
  nextDelayMs?: number;
  /** Delay before a reply is acknowledged. */
  replyDelayMs?: number;
  /** Sends the event in chunks, without Content-Length, as proxies do. */
  chunkedNext?: boolean;
}
