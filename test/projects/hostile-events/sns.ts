import {
  changed,
  deep,
  fails,
  type HostileEvent,
  hostileRecords,
  huge,
  loneSurrogate,
  megabytes,
  nested,
  refused,
  responds,
  respondsOrFails,
} from './hostile-event.ts';

/** A second record after that of the sample, with other values. */
function record(values: Readonly<Record<string, unknown>>): string {
  const second = { EventSource: 'aws:sns', Sns: { Subject: null, Message: order('A-1002') } };
  const paths = Object.entries(values).map(([path, value]) => [`Records[1].${path}`, value]);
  return changed('sns', 'order', {
    'Records[1]': second,
    ...(Object.fromEntries(paths) as Record<string, unknown>),
  });
}

function message(text: unknown): string {
  return record({ 'Sns.Message': text });
}

function order(orderId: unknown, amount: unknown = 1): string {
  return JSON.stringify({ orderId, amount });
}

function ids(second: string): unknown {
  return { orderIds: ['A-1001', second] };
}

export const sns: readonly HostileEvent[] = [
  ...hostileRecords('sns', 'order', { orderIds: [] }),
  { name: 'the record of SQS', event: '{"Records": [{"body": "{}"}]}', ...refused },
  ...[undefined, null, 17, 'text', []].map((value) => ({
    name: `Sns ${JSON.stringify(value)}`,
    event: record({ Sns: value }),
    ...refused,
  })),
  ...[undefined, null, 17, true, [], { orderId: 'A-1002', amount: 1 }].map((value) => ({
    name: `Message ${JSON.stringify(value)}`,
    event: message(value),
    ...refused,
  })),
  ...['', ' ', 'an order', '{', `${order('A')}${order('B')}`, '\u0000', nested, megabytes].map(
    (text) => ({
      name: `Message ${JSON.stringify(text.slice(0, 40))}`,
      event: message(text),
      ...fails,
    }),
  ),
  ...['null', '17', '"text"', '[]', '{}', `[${order('A')}]`].map((text) => ({
    name: `Message ${text}`,
    event: message(text),
    ...refused,
  })),
  ...[undefined, null, 17, {}].map((orderId) => ({
    name: `orderId ${JSON.stringify(orderId)}`,
    event: message(order(orderId)),
    ...refused,
  })),
  ...[null, '4990', true, 0, -1, 1.5, [1]].map((amount) => ({
    name: `amount ${JSON.stringify(amount)}`,
    event: message(order('A', amount)),
    ...refused,
  })),
  { name: 'a huge number as amount', event: message('{"orderId":"A","amount":1e400}'), ...fails },
  {
    name: 'an amount that is larger than 2^53',
    event: message('{"orderId":"A","amount":99999999999999999999}'),
    ...respondsOrFails(ids('A')),
  },
  ...['a\nb', '$(exit 1)', '-n', '%s', '\\', "'", 'é🚀'].map((orderId) => ({
    name: `orderId ${JSON.stringify(orderId)}`,
    event: message(order(orderId)),
    ...responds(ids(orderId)),
  })),
  {
    name: 'a lone surrogate',
    event: message(order(loneSurrogate)),
    ...respondsOrFails(ids(loneSurrogate), ids('\uFFFD')),
  },
  ...[undefined, 17, 'An order', {}].map((subject) => ({
    name: `Subject ${JSON.stringify(subject)}`,
    event: record({ 'Sns.Subject': subject }),
    ...responds(ids('A-1002')),
  })),
  { name: 'a field that is not known', event: record({ more: {} }), ...responds(ids('A-1002')) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: record({ more: deep }),
    ...respondsOrFails(ids('A-1002')),
  },
  { name: 'a huge number', event: record({ more: huge }), ...respondsOrFails(ids('A-1002')) },
  {
    name: 'a message of 6 MB',
    event: message(JSON.stringify({ orderId: 'A', amount: 1, more: megabytes })),
    ...responds(ids('A')),
  },
];
