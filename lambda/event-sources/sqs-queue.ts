import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { LocalFunction } from '../invoke-api/local-function.ts';
import { ServiceError } from '../invoke-api/service-error.ts';
import { deliverBatch, maxBatchBytes } from './deliver-batch.ts';
import type { FailedEvents } from './failed-events.ts';
import type { SourceObserver } from './source-observer.ts';
import { receivedRecord, type SqsRecord } from './sqs-records.ts';

export interface QueueOptions {
  readonly to: LocalFunction;
  readonly isFifo: boolean;
  readonly batchSize: number;
  /** How long a batch that is not full waits for more messages. */
  readonly windowMs: number;
  /** How many batches are delivered at once. */
  readonly maximumConcurrency: number;
  /** A message that has been received so often, and has failed, goes to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** After which a message that has failed is visible again. */
  readonly retryDelayMs: number;
  readonly failedEvents: FailedEvents;
  readonly observer: SourceObserver;
}

/** A queue that invokes a function, as SQS and the event source mapping of Lambda do it together. */
export interface SqsQueue extends Disposable {
  /** Throws a ServiceError if there is no room. */
  put(records: readonly SqsRecord[]): void;
}

interface Message {
  readonly record: SqsRecord;
  readonly bytes: number;
  readonly group: unknown;
  /** When it was put there, or has become visible again. */
  visibleAt: number;
  isVisible: boolean;
  receiveCount: number;
  firstReceivedAt?: number;
}

/** In bytes of the messages that wait or are being processed. */
const maxQueueBytes = 128 * 1024 * 1024;
/** Between attempts while there is no execution environment to be had. */
const leastDelayMs = 100;
const longestDelayMs = 30_000;

export function createSqsQueue({
  to,
  isFifo,
  batchSize,
  windowMs,
  maximumConcurrency,
  maxReceiveCount,
  retryDelayMs,
  failedEvents,
  observer,
}: QueueOptions): SqsQueue {
  /** By their ids, in the order in which they were put there. */
  const messages = new Map<string, Message>();
  const ended = new AbortController();
  let bytes = 0;
  let running = 0;
  /** How often there was no execution environment, one time after the other. */
  let unavailable = 0;
  let windowTimer: NodeJS.Timeout | undefined;

  /** The next messages that may be received. In a FIFO queue, none overtakes another one of its group. */
  function nextBatch(): Message[] {
    const batch: Message[] = [];
    const blocked = new Set<unknown>();
    let batchBytes = 0;
    for (const message of messages.values()) {
      if (!message.isVisible || (isFifo && blocked.has(message.group))) {
        blocked.add(message.group);
        continue;
      }
      const isFull = batch.length === batchSize || batchBytes + message.bytes > maxBatchBytes;
      if (isFull && batch.length > 0) break;
      batch.push(message);
      batchBytes += message.bytes;
    }
    return batch;
  }

  /** How long a batch waits for more. */
  function waitMs(batch: readonly Message[]): number {
    if (batch.length >= batchSize) return 0;
    return Math.min(...batch.map(({ visibleAt }) => visibleAt)) + windowMs - Date.now();
  }

  function pump(): void {
    clearTimeout(windowTimer);
    while (running < maximumConcurrency && !ended.signal.aborted) {
      const batch = nextBatch();
      if (batch.length === 0) return;
      const delayMs = waitMs(batch);
      if (delayMs > 0) {
        windowTimer = setTimeout(pump, delayMs);
        return;
      }
      void receive(batch);
    }
  }

  async function receive(batch: readonly Message[]): Promise<void> {
    running += 1;
    const now = Date.now();
    const records = batch.map((message) => {
      message.isVisible = false;
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      return receivedRecord(message.record, message.receiveCount, message.firstReceivedAt);
    });
    const ids = records.map(({ messageId }) => messageId);
    const delivered = await deliverBatch(to, { source: 'sqs', ids, records });
    running -= 1;
    if (ended.signal.aborted) return;
    if (delivered === undefined) {
      // On Lambda, there always is one in the end.
      for (const message of batch) message.receiveCount -= 1;
      unavailable += 1;
      const delayMs = Math.max(retryDelayMs, leastDelayMs) * 2 ** (unavailable - 1);
      void showAgain(batch, Math.min(delayMs, longestDelayMs));
      return;
    }
    unavailable = 0;
    settle(batch, delivered.failed, delivered.requestId);
    pump();
  }

  function settle(
    batch: readonly Message[],
    failedIds: ReadonlySet<string>,
    requestId: string,
  ): void {
    const failed = batch.filter(({ record }) => failedIds.has(record.messageId));
    const again = failed.filter(({ receiveCount }) => receiveCount < maxReceiveCount);
    for (const message of batch) {
      if (!again.includes(message)) remove(message);
    }
    for (const message of failed) {
      if (!again.includes(message)) toDeadLetterQueue(message, requestId);
    }
    if (again.length === 0) return;
    observer.onRetry({
      function: to.name,
      source: 'sqs',
      requestId,
      failed: again.length,
      of: batch.length,
      delayMs: retryDelayMs,
    });
    void showAgain(again, retryDelayMs);
  }

  async function showAgain(hidden: readonly Message[], delayMs: number): Promise<void> {
    try {
      await sleep(delayMs, undefined, { signal: ended.signal });
    } catch {
      return;
    }
    for (const message of hidden) {
      message.isVisible = true;
      message.visibleAt = Date.now();
    }
    pump();
  }

  function remove(message: Message): void {
    messages.delete(message.record.messageId);
    bytes -= message.bytes;
  }

  function toDeadLetterQueue(
    { record, receiveCount, firstReceivedAt }: Message,
    requestId: string,
  ): void {
    failedEvents.add(
      {
        function: to.name,
        source: 'sqs',
        title: `message ${record.messageId}`,
        requestId,
        attempts: receiveCount,
        record: receivedRecord(record, receiveCount, firstReceivedAt!),
      },
      () => put([record]),
    );
  }

  function put(records: readonly SqsRecord[]): void {
    const now = Date.now();
    const taken = new Set<string>();
    const added = records.map((record) => {
      const { messageId: given } = record;
      // The same event may be sent twice, and its messages must be told apart.
      const messageId = taken.has(given) || messages.has(given) ? randomUUID() : given;
      taken.add(messageId);
      return {
        record: { ...record, messageId },
        bytes: Buffer.byteLength(JSON.stringify(record)) + 512,
        group: record.attributes['MessageGroupId'],
        visibleAt: now,
        isVisible: true,
        receiveCount: 0,
      };
    });
    const addedBytes = added.reduce((sum, message) => sum + message.bytes, 0);
    if (bytes + addedBytes > maxQueueBytes) {
      throw new ServiceError(
        'TooManyRequestsException',
        `The queue of ${to.name} is full: ${messages.size} messages wait.`,
      );
    }
    bytes += addedBytes;
    for (const message of added) messages.set(message.record.messageId, message);
    pump();
  }

  return {
    put,
    [Symbol.dispose]() {
      ended.abort();
      clearTimeout(windowTimer);
    },
  };
}
