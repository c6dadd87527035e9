import { readScheduleExpression } from '../../lambda/event-sources/schedule-expression.ts';
import type { NamedFunction } from '../../scaffold/plan/functions.ts';
import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { scheduleOf } from './schedule-of.ts';
import type { DevSettings } from './settings.ts';

/** Throws a CliError for a bucket or a schedule that no function gets events from, and for an expression that is none. */
export function checkSources(
  functions: readonly NamedFunction[],
  { buckets, schedule }: DevSettings,
): void {
  if (buckets.length > 0) checkEvent(functions, 's3', '--bucket');
  if (schedule === undefined) return;
  checkEvent(functions, 'schedule', '--schedule');
  for (const fn of functions.filter(({ event }) => event === 'schedule')) {
    const { expression, timeZone } = scheduleOf(fn, schedule);
    if (readScheduleExpression(expression, timeZone) === undefined) {
      throw new CliError(exitCode.usage, {
        problem: `Expected a schedule such as rate(5 minutes) or cron(0 6 * * ? *), found "${expression}".`,
        fix: 'A cron expression of EventBridge has six fields: minutes, hours, day of the month, month, day of the week, year.',
      });
    }
  }
}

function checkEvent(functions: readonly NamedFunction[], id: string, flag: string): void {
  if (functions.some(({ event }) => event === id)) return;
  const found = functions.map(({ name, event }) => `${name} (${event})`).join(', ');
  throw new CliError(exitCode.usage, {
    problem: `Expected a function with the event ${id} for ${flag}, found ${found}.`,
    fix: `To add one: lambda-container function <name> --event ${id}`,
  });
}
