import type { Functions } from '../project-files.ts';

/** A function for each event source, and a second one with the source of the first. */
export const everyEvent: Functions = [
  { name: 'orders-api', event: 'http' },
  { name: 'greet', event: 'direct' },
  { name: 'refund', event: 'sqs' },
  { name: 'changes', event: 'dynamodb' },
  { name: 'clicks', event: 'kinesis' },
  { name: 'imports', event: 's3' },
  { name: 'notices', event: 'sns' },
  { name: 'problems', event: 'cwlogs' },
  { name: 'placed', event: 'eventbridge' },
  { name: 'daily', event: 'schedule' },
  { name: 'shop', event: 'rest' },
  { name: 'site', event: 'alb' },
  { name: 'members', event: 'cognito' },
  { name: 'payment', event: 'stepfunctions' },
  { name: 'chat', event: 'websocket' },
  { name: 'second_web', event: 'http' },
];
