import type { ScheduledEvent } from 'aws-lambda';

interface Input {
  task: string;
  /** When the task was due, such as 2026-11-03T06:00:00Z. */
  scheduledTime: string;
}

interface Result {
  task: string;
  date: string;
}

/**
 * Runs a task: replace this with what your function does. If it throws, Lambda invokes the function
 * twice more. A schedule may also invoke it twice, so doing it again for the same time must do no harm.
 * The date is that of the schedule, and not today's: a retry may come after midnight.
 */
async function runTask({ task, scheduledTime }: Input): Promise<Result> {
  const date = scheduledTime.slice(0, 10);
  console.info('task %s for %s', task, date);
  return { task, date };
}

/**
 * Runs the task that is due. Lambda passes the response on to a destination, if the function has one.
 *
 * A schedule of EventBridge Scheduler sends its Input and nothing else. Write it like this, and the
 * scheduler fills in the time: {"task": "daily-report", "scheduledTime": "<aws.scheduler.scheduled-time>"}
 *
 * @param event the Input of a schedule, or the event of a rule
 */
export async function handler(event: unknown): Promise<Result> {
  const input = isFromRule(event) ? inputOf(event) : event;
  if (!isInput(input)) {
    throw new TypeError(
      'expected an Input with task and scheduledTime, such as 2026-11-03T06:00:00Z, or the event of a rule',
    );
  }
  return runTask(input);
}

function isFromRule(event: unknown): event is Partial<ScheduledEvent> {
  return (event as Partial<ScheduledEvent> | null)?.['detail-type'] === 'Scheduled Event';
}

/** A rule sends an event with its ARN, which ends in its name: here, that is the task. */
function inputOf({ resources, time }: Partial<ScheduledEvent>): unknown {
  return { task: /^arn:.*\/(.+)$/.exec(resources?.[0] ?? '')?.[1], scheduledTime: time };
}

function isInput(value: unknown): value is Input {
  const { task, scheduledTime }: Partial<Record<keyof Input, unknown>> = value ?? {};
  return typeof task === 'string' && task !== '' && isTime(scheduledTime);
}

/** In UTC. Date alone would take other formats, too, and days such as February 30. */
function isTime(value: unknown): boolean {
  return typeof value === 'string' && new Date(value).toJSON() === value.replace('Z', '.000Z');
}
