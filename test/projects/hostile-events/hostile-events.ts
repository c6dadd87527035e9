import { alb } from './alb.ts';
import { cognito } from './cognito.ts';
import { cwlogs } from './cwlogs.ts';
import { direct } from './direct.ts';
import { dynamodb } from './dynamodb.ts';
import { eventbridge } from './eventbridge.ts';
import type { HostileEvent } from './hostile-event.ts';
import { http } from './http.ts';
import { kinesis } from './kinesis.ts';
import { rest } from './rest.ts';
import { s3 } from './s3.ts';
import { schedule } from './schedule.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { stepfunctions } from './stepfunctions.ts';
import { websocket } from './websocket.ts';

const bySource: Readonly<Record<string, readonly HostileEvent[]>> = {
  alb,
  cognito,
  cwlogs,
  direct,
  dynamodb,
  eventbridge,
  http,
  kinesis,
  rest,
  s3,
  schedule,
  sns,
  sqs,
  stepfunctions,
  websocket,
};

/** What a function for an event source has to survive, and how, in every language. */
export function hostileEvents(source: string): readonly HostileEvent[] {
  const events = bySource[source];
  if (events === undefined) {
    throw new Error(`Expected hostile events for ${source}: add a file to ${import.meta.dirname}.`);
  }
  return events;
}
