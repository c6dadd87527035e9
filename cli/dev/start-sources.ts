import type { EventSource } from '../../lambda/event-sources/event-source.ts';
import { s3Event } from '../../lambda/event-sources/s3-event.ts';
import { scheduleEvent } from '../../lambda/event-sources/schedule-event.ts';
import { readScheduleExpression } from '../../lambda/event-sources/schedule-expression.ts';
import type { SourceObserver } from '../../lambda/event-sources/source-observer.ts';
import { startSchedule } from '../../lambda/event-sources/start-schedule.ts';
import { createUndoList } from '../../lambda/sandbox/undo-list.ts';
import type { NamedFunction } from '../../scaffold/plan/functions.ts';
import { scheduleOf } from './schedule-of.ts';
import type { DevSettings } from './settings.ts';
import { watchBucket } from './watch-bucket.ts';

export interface StartOptions {
  readonly functions: readonly NamedFunction[];
  readonly sources: readonly EventSource[];
  readonly observer: SourceObserver;
  readonly onError: (error: unknown) => void;
}

/** Starts what sends events by itself: the buckets and schedules of the settings. */
export async function startSources(
  { buckets, schedule }: DevSettings,
  { functions, sources, observer, onError }: StartOptions,
): Promise<AsyncDisposable> {
  function send(source: EventSource, event: Buffer): void {
    try {
      const count = source.send({ data: [event], options: {} });
      observer.onSent({ function: source.function, source: source.id, count });
    } catch (error) {
      onError(error);
    }
  }
  const undo = createUndoList();
  if (schedule !== undefined) {
    for (const source of sources.filter(({ id }) => id === 'schedule')) {
      const fn = functions.find(({ name }) => name === source.function)!;
      const { expression, timeZone } = scheduleOf(fn, schedule);
      const next = readScheduleExpression(expression, timeZone)!;
      const input = String(fn.facts['input']);
      const started = startSchedule(next, (at) =>
        send(source, scheduleEvent(input, source.function, at)),
      );
      undo.add(async () => started[Symbol.dispose]());
    }
  }
  const ofBuckets = sources.filter(({ id }) => id === 's3');
  for (const bucket of buckets) {
    const watched = await watchBucket(bucket, {
      onCreated(object) {
        for (const source of ofBuckets) send(source, s3Event(object));
      },
      onError,
    });
    undo.add(async () => watched[Symbol.asyncDispose]());
  }
  return undo;
}
