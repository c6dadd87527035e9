/**
 * Runs a task: replace this with what your function does. If it throws, Lambda invokes the function
 * twice more. A schedule may also invoke it twice, so doing it again for the same time must do no harm.
 * The date is that of the schedule, and not today's: a retry may come after midnight.
 *
 * @param {{ task: string, scheduledTime: string }} input
 */
const runTask = async ({ task, scheduledTime }) => {
  const date = scheduledTime.slice(0, 10);
  console.log(`task ${task} for ${date}`);
  return { task, date };
};

/**
 * Runs the task that is due. Lambda passes the response on to a destination, if the function has one.
 *
 * A schedule of EventBridge Scheduler sends its Input and nothing else. Write it like this, and the
 * scheduler fills in the time: {"task": "daily-report", "scheduledTime": "<aws.scheduler.scheduled-time>"}
 *
 * @param {{ task: string, scheduledTime: string } | import('aws-lambda').ScheduledEvent} event
 * @returns {Promise<{ task: string, date: string }>}
 */
export const handler = async (event) => {
  const input = event?.['detail-type'] === 'Scheduled Event' ? inputOf(event) : event;
  if (typeof input?.task !== 'string' || input.task === '' || !isTime(input.scheduledTime)) {
    throw new TypeError(
      'expected an Input with task and scheduledTime, such as 2026-11-03T06:00:00Z, or the event of a rule',
    );
  }
  return runTask(input);
};

/** A rule sends an event with its ARN, which ends in its name: here, that is the task. */
const inputOf = ({ resources, time }) => ({
  task: /^arn:.*\/(.+)$/.exec(resources?.[0])?.[1],
  scheduledTime: time,
});

/** In UTC. Date alone would take other formats, too, and days such as February 30. */
const isTime = (text) =>
  typeof text === 'string' && new Date(text).toJSON() === text.replace('Z', '.000Z');
