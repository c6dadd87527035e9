/** What goes wrong with a `next`. The invocation is not lost: whoever asks next gets it. */
export type NextFault = 'close' | 'status-403' | 'status-500' | 'cut-in-headers' | 'cut-in-body';

/**
 * What goes wrong with a `response` or `error`. Nothing is accepted, but for `close-accepted`, which the
 * runtime is not told, and `close-after`, which is acknowledged before the connection is closed.
 */
export type AnswerFault = 'close' | 'status-403' | 'status-500' | 'close-accepted' | 'close-after';

/** Failures of Lambda's side and of the network. Each of a list befalls one call, in their order. */
export interface Faults {
  next?: readonly NextFault[];
  answer?: readonly AnswerFault[];
  /** Between the moment at which the event is given out and its first byte, in ms. */
  nextDelayMs?: number;
  /** Before an answer is acknowledged, in ms. */
  answerDelayMs?: number;
  /** Sends the event in chunks, without Content-Length, as proxies do. */
  chunkedNext?: boolean;
}
