import { setTimeout as sleep } from 'node:timers/promises';

import { createEventSource } from '../../../lambda/event-sources/create-event-source.ts';
import type { EventSource } from '../../../lambda/event-sources/event-source.ts';
import {
  createFailedEvents,
  type FailedEvents,
} from '../../../lambda/event-sources/failed-events.ts';
import { keepFailed } from '../../../lambda/event-sources/keep-failed.ts';
import type { SendOptions } from '../../../lambda/event-sources/sent.ts';
import type { RetryNotice } from '../../../lambda/event-sources/source-observer.ts';
import { createAsynchronousInvocations } from '../../../lambda/invoke-api/asynchronous-invocations.ts';
import type { LocalFunction } from '../../../lambda/invoke-api/local-function.ts';

/** A record of an event, as far as the tests look at it. */
export interface TestRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly eventSourceARN: string;
  readonly kinesis: { readonly sequenceNumber: string; readonly data: string };
  readonly dynamodb: { readonly SequenceNumber: string };
}

export interface TestEvent {
  readonly Records: readonly TestRecord[];
}

/** What the function returns; what it throws is an error of the function. */
export type TestHandler = (event: TestEvent, count: number) => unknown;

export interface TestSource extends AsyncDisposable {
  readonly source: EventSource;
  readonly failedEvents: FailedEvents;
  /** In the order of the invocations. */
  readonly events: readonly TestEvent[];
  readonly retries: readonly RetryNotice[];
  /** Sends texts, and waits until that is true. */
  send(texts: readonly string[], until: () => boolean, options?: SendOptions): Promise<void>;
  until(isTrue: () => boolean): Promise<void>;
}

/** No execution environment is to be had for the invocation that throws it. */
export class Unavailable extends Error {}

/** The source of a function that is written in the test, which gets its events without Docker. */
export function testSource(
  event: string,
  handler: TestHandler,
  {
    facts = {},
    batchSize,
    windowMs,
  }: {
    facts?: Readonly<Record<string, unknown>>;
    batchSize?: number;
    windowMs?: number;
  } = {},
): TestSource {
  const events: TestEvent[] = [];
  const retries: RetryNotice[] = [];
  const failedEvents = createFailedEvents(() => {});
  const asynchronous = createAsynchronousInvocations({
    delayMs: 1,
    onSettled: (settled) => keepFailed(settled, failedEvents, asynchronous),
  });
  const to: LocalFunction = {
    name: 'orders',
    handler: 'app.handler',
    memoryMb: 128,
    timeoutMs: 3000,
    async invoke(bytes, { requestId }) {
      const received = JSON.parse(Buffer.from(bytes).toString()) as TestEvent;
      events.push(received);
      const result = { requestId, contentType: 'application/json', isStreamed: false };
      try {
        const response = await handler(received, events.length);
        return {
          result: { ...result, body: Buffer.from(JSON.stringify(response) ?? '') },
          log: async () => '',
        };
      } catch (error) {
        if (error instanceof Unavailable) throw error;
        const payload = Buffer.from(JSON.stringify({ errorMessage: (error as Error).message }));
        return {
          result: { ...result, body: payload, error: { type: 'Error', payload } },
          log: async () => '',
        };
      }
    },
  };
  const source = createEventSource({
    to,
    event,
    facts,
    batchSize,
    windowMs,
    retryDelayMs: 1,
    asynchronous,
    failedEvents,
    observer: { onSent() {}, onRetry: (retry) => retries.push(retry) },
  })!;
  async function until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await sleep(2);
  }
  return {
    source,
    failedEvents,
    events,
    retries,
    until,
    async send(texts, isTrue, options = {}) {
      source.send({ data: texts.map((text) => Buffer.from(text)), options });
      await until(isTrue);
    },
    async [Symbol.asyncDispose]() {
      source[Symbol.dispose]();
      await asynchronous[Symbol.asyncDispose]();
    },
  };
}

/** The response for records that failed. */
export function failures(ids: readonly string[]) {
  return { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) };
}
