/** Learns what happens between a source and its function. Invocations and given-up events are told elsewhere. */
export interface SourceObserver {
  /** Messages, records or events have been put there. */
  onSent(sent: SentNotice): void;
  /** Some of a batch have failed. They are delivered again. */
  onRetry(retry: RetryNotice): void;
}

export interface SentNotice {
  readonly function: string;
  readonly source: string;
  readonly count: number;
}

export interface RetryNotice {
  readonly function: string;
  readonly source: string;
  readonly requestId: string;
  /** How many are delivered again, of how many. */
  readonly failed: number;
  readonly of: number;
  readonly delayMs: number;
}
