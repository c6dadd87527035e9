/** What is put where a function gets its events from. */
export interface Sent {
  /** One element for each message or record: its contents, or an event as the source sends it. */
  readonly data: readonly Buffer[];
  readonly options: SendOptions;
}

/** Not every source has each of them. */
export interface SendOptions {
  /** The message group of a FIFO queue. */
  readonly group?: string;
  /** Of a record of a stream. */
  readonly partitionKey?: string;
  /** Of a message of a topic. */
  readonly subject?: string;
  /** Of an event of EventBridge. */
  readonly detailType?: string;
}
