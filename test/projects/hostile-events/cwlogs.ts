import { gzipSync } from 'node:zlib';
import {
  allRefused,
  changed,
  fails,
  type HostileEvent,
  loneSurrogate,
  megabytes,
  nested,
  refused,
  responds,
  respondsOrFails,
  strange,
} from './hostile-event.ts';

const logEvent = { id: '1', timestamp: 1_793_702_700_123, message: 'ERROR' };
const batch = {
  messageType: 'DATA_MESSAGE',
  owner: '123456789012',
  logGroup: 'shop',
  logStream: 'web-1',
  subscriptionFilters: ['orders-api'],
  logEvents: [logEvent],
};

function withData(data: unknown): string {
  return changed('cwlogs', 'data', { 'awslogs.data': data });
}

function encoded(text: string | Uint8Array): string {
  return withData(gzipSync(text).toString('base64'));
}

function withBatch(values: object): string {
  return encoded(JSON.stringify({ ...batch, ...values }));
}

function withLogEvent(values: object): string {
  return withBatch({ logEvents: [logEvent, { ...logEvent, id: '2', ...values }] });
}

const one = { logEventIds: ['1'] };
const two = { logEventIds: ['1', '2'] };
const whole = gzipSync(JSON.stringify(batch));
const wrong = Buffer.from(whole);
wrong[wrong.length - 5]! ^= 1;

export const cwlogs: readonly HostileEvent[] = [
  ...allRefused(strange),
  { name: 'the event of SQS', event: '{"Records": []}', ...refused },
  ...[undefined, null, 17, 'text', []].map((awslogs) => ({
    name: `awslogs ${JSON.stringify(awslogs)}`,
    event: changed('cwlogs', 'data', { awslogs }),
    ...refused,
  })),
  ...[undefined, null, 17, [], {}, '', '!!!!', 'AP_-', 'A', 'Grüße', 'e30=', megabytes].map(
    (data) => ({
      name: `data ${JSON.stringify(data)?.slice(0, 40)}`,
      event: withData(data),
      ...refused,
    }),
  ),
  {
    name: 'gzip that is cut off',
    event: withData(whole.subarray(0, -9).toString('base64')),
    ...refused,
  },
  {
    name: 'gzip with a wrong checksum',
    event: withData(wrong.toString('base64')),
    ...refused,
  },
  ...['', 'ERROR', '{', `${JSON.stringify(batch)}{}`, '\u0000', nested].map((text) => ({
    name: `gzip of ${JSON.stringify(text.slice(0, 20))}`,
    event: encoded(text),
    ...refused,
  })),
  ...['null', '17', '"DATA_MESSAGE"', '[]', '{}'].map((text) => ({
    name: `gzip of ${text}`,
    event: encoded(text),
    ...refused,
  })),
  ...[undefined, null, 17, '', 'OTHER_MESSAGE', 'control_message', {}].map((messageType) => ({
    name: `messageType ${JSON.stringify(messageType)}`,
    event: withBatch({ messageType }),
    ...refused,
  })),
  ...[undefined, null, 17, {}].map((logGroup) => ({
    name: `logGroup ${JSON.stringify(logGroup)}`,
    event: withBatch({ logGroup }),
    ...refused,
  })),
  ...[undefined, null, 17, 'text', {}, [null], ['text'], [[]], [{}], [logEvent, null]].map(
    (logEvents) => ({
      name: `logEvents ${JSON.stringify(logEvents)}`,
      event: withBatch({ logEvents }),
      ...refused,
    }),
  ),
  { name: 'no log events', event: withBatch({ logEvents: [] }), ...responds({ logEventIds: [] }) },
  ...[undefined, null, 17, '', {}].map((id) => ({
    name: `id ${JSON.stringify(id)}`,
    event: withLogEvent({ id }),
    ...refused,
  })),
  ...[undefined, null, '1793702700123', true, 1.5, {}].map((timestamp) => ({
    name: `timestamp ${JSON.stringify(timestamp)}`,
    event: withLogEvent({ timestamp }),
    ...refused,
  })),
  ...[0, -1, 1e17, -1e17].map((timestamp) => ({
    name: `timestamp ${timestamp}`,
    event: withLogEvent({ timestamp }),
    ...respondsOrFails(two),
  })),
  ...[undefined, null, 17, {}].map((message) => ({
    name: `message ${JSON.stringify(message)}`,
    event: withLogEvent({ message }),
    ...refused,
  })),
  ...['', '\n', 'a\nb\n', '$(exit 1)', '-n', '%s', '\\', '\u001B[2J', '{"level":"ERROR"}'].map(
    (message) => ({
      name: `message ${JSON.stringify(message)}`,
      event: withLogEvent({ message }),
      ...responds(two),
    }),
  ),
  ...['a\nb', '$(exit 1)', '-n', '/aws/lambda/a', ''].map((logGroup) => ({
    name: `logGroup ${JSON.stringify(logGroup)}`,
    event: withBatch({ logGroup }),
    ...responds(one),
  })),
  {
    name: 'a lone surrogate',
    event: withLogEvent({ message: loneSurrogate }),
    ...respondsOrFails(two),
  },
  {
    name: 'JSON that is not UTF-8',
    event: encoded(Buffer.from(JSON.stringify(batch).replace('ERROR', '\u00FF'), 'latin1')),
    ...respondsOrFails(one),
  },
  {
    name: 'a control message without log events',
    event: encoded('{"messageType": "CONTROL_MESSAGE"}'),
    ...responds({ logEventIds: [] }),
  },
  { name: 'fields that are not known', event: withBatch({ more: {} }), ...responds(one) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: encoded(JSON.stringify({ ...batch, more: 0 }).replace(/0}$/, `${nested}}`)),
    ...respondsOrFails(one),
  },
  { name: 'a huge number', event: encoded(`{"messageType": 1e400}`), ...fails },
  { name: 'a message of 6 MB', event: withLogEvent({ message: megabytes }), ...responds(two) },
];
