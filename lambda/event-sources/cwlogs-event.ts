import { gzipSync } from 'node:zlib';

import { isObject, jsonOf } from './json-of.ts';
import { account } from './local-arn.ts';
import { textOf } from './text-of.ts';

/** The event for lines of a log; an event of CloudWatch Logs as it is. Throws a ServiceError for what is no text. */
export function cwlogsEvent(data: Buffer, functionName: string): Buffer {
  const given = jsonOf(data);
  if (isObject(given) && isObject(given['awslogs'])) return data;
  const timestamp = Date.now();
  const lines = textOf(data, 'lines of a log').split(/\r?\n/);
  const logEvents = lines
    .filter((line) => line !== '')
    .map((message, index) => ({
      id: String(BigInt(timestamp) * 10n ** 43n + BigInt(index)),
      timestamp,
      message,
    }));
  const content = {
    messageType: 'DATA_MESSAGE',
    owner: account,
    logGroup: `/local/${functionName}`,
    logStream: 'stream',
    subscriptionFilters: [functionName],
    logEvents,
  };
  const encoded = gzipSync(JSON.stringify(content)).toString('base64');
  return Buffer.from(JSON.stringify({ awslogs: { data: encoded } }));
}
