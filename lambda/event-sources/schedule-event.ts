import { randomUUID } from 'node:crypto';

import { ServiceError } from '../invoke-api/service-error.ts';
import { jsonOf } from './json-of.ts';
import { localArn } from './local-arn.ts';

/**
 * The event of a schedule: its Input, with the time and the rest of what EventBridge Scheduler replaces in it
 * (EventBridge Scheduler guide, "Adding context attributes"). Throws a ServiceError for an Input that is not JSON.
 */
export function scheduleEvent(input: string, functionName: string, at: Date): Buffer {
  const attributes: Readonly<Record<string, string>> = {
    'scheduled-time': at.toISOString().replace(/\.\d+/, ''),
    'schedule-arn': localArn('scheduler', `schedule/default/${functionName}`),
    'execution-id': randomUUID(),
    'attempt-number': '1',
  };
  const event = Buffer.from(
    input.replace(
      /<aws\.scheduler\.([a-z-]+)>/g,
      (whole, name: string) => attributes[name] ?? whole,
    ),
  );
  if (jsonOf(event) !== undefined) return event;
  throw new ServiceError(
    'InvalidRequestContentException',
    'Expected the Input of a schedule to be JSON.',
  );
}
