import { Cron } from 'croner';

/** The first time after that one when a schedule is due; null if there is none. */
export type NextDue = (after: Date) => Date | null;

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * Reads an expression of EventBridge: `rate(5 minutes)` or `cron(0 6 * * ? *)`. Undefined for anything else, such as `at(…)`, which is
 * due once (EventBridge Scheduler guide, "Schedule types in EventBridge Scheduler").
 */
export function readScheduleExpression(text: string, timeZone: string): NextDue | undefined {
  const [, value, unit] = /^rate\(\s*([1-9]\d{0,5}) (minute|hour|day)s?\s*\)$/.exec(text) ?? [];
  if (unit !== undefined) {
    const everyMs = Number(value) * unitMs[unit as keyof typeof unitMs];
    return (after) => new Date(after.getTime() + everyMs);
  }
  const [, fields] = /^cron\(\s*(\S+(?:\s+\S+){5})\s*\)$/.exec(text) ?? [];
  return fields === undefined ? undefined : readCron(fields.split(/\s+/), timeZone);
}

/** The greatest value of each field: minute, hour, day of the month, month, day of the week from 1 for Sunday, year. */
const greatest = [59, 23, 31, 12, 7, 2199];

function readCron(fields: readonly string[], timeZone: string): NextDue | undefined {
  // The library has no `5/10`, which is `5-59/10`.
  const spelled = fields.map((field, index) =>
    field.replace(/(^|,)(\d+)\//g, `$1$2-${greatest[index]}/`),
  );
  try {
    const pattern = new Cron(`0 ${spelled.join(' ')}`, {
      timezone: timeZone,
      alternativeWeekdays: true,
      mode: '7-part',
    });
    return (after) => pattern.nextRun(after);
  } catch {
    return undefined;
  }
}
