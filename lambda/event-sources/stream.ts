import { setTimeout as sleep } from 'node:timers/promises';

import type { LocalFunction } from '../invoke-api/local-function.ts';
import { ServiceError } from '../invoke-api/service-error.ts';
import { type Delivered, deliverBatch, maxBatchBytes } from './deliver-batch.ts';
import type { FailedEvents } from './failed-events.ts';
import { streamFailure } from './failure-records.ts';
import type { SourceObserver } from './source-observer.ts';
import type { StreamRecord } from './stream-record.ts';

export interface StreamOptions {
  readonly to: LocalFunction;
  readonly source: 'kinesis' | 'dynamodb';
  readonly batchSize: number;
  /** How long a batch that is not full waits for more records. */
  readonly windowMs: number;
  /** How often a batch is delivered again that has failed. */
  readonly maximumRetryAttempts: number;
  readonly retryDelayMs: number;
  readonly failedEvents: FailedEvents;
  readonly observer: SourceObserver;
}

/** A stream that invokes a function, as the event source mapping of Lambda does: the batches of a shard one after the other. */
export interface Stream extends Disposable {
  /** Throws a ServiceError if there is no room. */
  put(records: readonly StreamRecord[]): void;
}

interface Waiting extends StreamRecord {
  readonly bytes: number;
  readonly putAt: number;
}

interface Shard {
  readonly waiting: Waiting[];
  isRead: boolean;
  /** Ends the wait for more records. */
  onPut: () => void;
}

/** In bytes of the records that wait or are being processed. */
const maxStreamBytes = 128 * 1024 * 1024;
/** Between attempts while there is no execution environment to be had. */
const leastDelayMs = 100;
const longestDelayMs = 30_000;

export function createStream(options: StreamOptions): Stream {
  const { to, source, batchSize, windowMs, maximumRetryAttempts, retryDelayMs } = options;
  const { failedEvents, observer } = options;
  const shards = new Map<string, Shard>();
  const ended = new AbortController();
  const { signal } = ended;
  let bytes = 0;

  function shardOf(id: string): Shard {
    const known = shards.get(id);
    if (known !== undefined) return known;
    const shard = { waiting: [], isRead: false, onPut: () => {} };
    shards.set(id, shard);
    return shard;
  }

  function takeBatch({ waiting }: Shard): Waiting[] {
    let count = 0;
    let batchBytes = 0;
    while (count < Math.min(batchSize, waiting.length)) {
      batchBytes += waiting[count]!.bytes;
      if (count > 0 && batchBytes > maxBatchBytes) break;
      count += 1;
    }
    return waiting.splice(0, count);
  }

  async function untilDue(shard: Shard): Promise<void> {
    for (;;) {
      const delayMs = shard.waiting[0]!.putAt + windowMs - Date.now();
      if (shard.waiting.length >= batchSize || delayMs <= 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      shard.onPut = resolve;
      await Promise.race([promise, sleep(delayMs, undefined, { signal })]);
    }
  }

  async function read(shard: Shard): Promise<void> {
    shard.isRead = true;
    while (shard.waiting.length > 0) {
      await untilDue(shard);
      await process(takeBatch(shard));
    }
    shard.isRead = false;
  }

  /** Waits for an execution environment as long as it takes. */
  async function deliver(records: readonly Waiting[], attempt: number): Promise<Delivered> {
    const ids = records.map(({ sequenceNumber }) => sequenceNumber);
    const plain = records.map(({ record }) => record);
    let delayMs = Math.max(retryDelayMs, leastDelayMs);
    for (;;) {
      const delivered = await deliverBatch(to, { source, ids, records: plain, attempt });
      if (delivered !== undefined) return delivered;
      await sleep(delayMs, undefined, { signal });
      delayMs = Math.min(delayMs * 2, longestDelayMs);
    }
  }

  /**
   * Delivers a batch until it has succeeded, or all attempts have failed. What is before the first record that failed
   * is not delivered again. A batch of which nothing is known but that it failed is split in two, which does not count
   * as a retry (Lambda guide, "Configuring partial batch response with Kinesis Data Streams and Lambda").
   */
  async function process(batch: readonly Waiting[], attempted = 0): Promise<void> {
    let records = batch;
    for (let attempt = attempted + 1; ; attempt++) {
      const delivered = await deliver(records, attempt);
      signal.throwIfAborted();
      const first = firstFailed(records, delivered);
      free(records.slice(0, first));
      records = records.slice(first);
      if (records.length === 0) return;
      const isSplit = delivered.isUnknown && records.length > 1;
      if (!isSplit && attempt > maximumRetryAttempts) {
        giveUp(records, attempt, delivered);
        return;
      }
      observer.onRetry({
        function: to.name,
        source,
        requestId: delivered.requestId,
        failed: records.length,
        of: records.length + first,
        delayMs: retryDelayMs,
      });
      await sleep(retryDelayMs, undefined, { signal });
      if (isSplit) {
        const middle = Math.ceil(records.length / 2);
        await process(records.slice(0, middle), attempt - 1);
        await process(records.slice(middle), attempt - 1);
        return;
      }
    }
  }

  function giveUp(records: readonly Waiting[], attempts: number, delivered: Delivered): void {
    free(records);
    const { requestId, result } = delivered;
    failedEvents.add(
      {
        function: to.name,
        source,
        title: titleOf(records),
        requestId,
        attempts,
        record: streamFailure({
          functionName: to.name,
          source,
          requestId,
          attempts,
          result,
          records,
        }),
      },
      () => put(records),
    );
  }

  function free(records: readonly Waiting[]): void {
    for (const record of records) bytes -= record.bytes;
  }

  function put(records: readonly StreamRecord[]): void {
    const putAt = Date.now();
    const added = records.map((one) => ({
      ...one,
      putAt,
      bytes: Buffer.byteLength(JSON.stringify(one.record)) + 1,
    }));
    const addedBytes = added.reduce((sum, record) => sum + record.bytes, 0);
    if (bytes + addedBytes > maxStreamBytes) {
      throw new ServiceError('TooManyRequestsException', `Too many records wait for ${to.name}.`);
    }
    bytes += addedBytes;
    for (const record of added) shardOf(record.shardId).waiting.push(record);
    for (const shard of new Set(added.map(({ shardId }) => shardOf(shardId)))) {
      shard.onPut();
      // Only waiting that has been ended rejects.
      if (!shard.isRead) read(shard).catch(() => {});
    }
  }

  return { put, [Symbol.dispose]: () => ended.abort() };
}

function titleOf([first, ...others]: readonly StreamRecord[]): string {
  const title = `record ${first!.sequenceNumber}`;
  return others.length === 0 ? title : `${title} and ${others.length} after it`;
}

/** The index of the first record that has failed; their number if none has. */
function firstFailed(records: readonly StreamRecord[], { failed }: Delivered): number {
  const index = records.findIndex(({ sequenceNumber }) => failed.has(sequenceNumber));
  return index === -1 ? records.length : index;
}
