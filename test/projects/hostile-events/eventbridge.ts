import {
  allRefused,
  changed,
  deep,
  type HostileEvent,
  huge,
  loneSurrogate,
  megabytes,
  refused,
  responds,
  respondsOrFails,
  strange,
} from './hostile-event.ts';

const placed = { orderId: 'A-1001', status: 'placed' };

function event(values: Readonly<Record<string, unknown>>): string {
  return changed('eventbridge', 'placed', values);
}

export const eventbridge: readonly HostileEvent[] = [
  ...allRefused(strange),
  { name: 'the event of SQS', event: '{"Records": []}', ...refused },
  ...[undefined, null, 17, ['OrderPlaced'], {}].map((type) => ({
    name: `detail-type ${JSON.stringify(type)}`,
    event: event({ 'detail-type': type }),
    ...refused,
  })),
  ...['OrderPlaced', 'OrderArchived'].flatMap((type) =>
    [undefined, null, 17, 'text', '{"orderId":"A-1001","amount":4990}', []].map((detail) => ({
      name: `detail of ${type} ${JSON.stringify(detail)}`,
      event: event({ 'detail-type': type, detail }),
      ...refused,
    })),
  ),
  ...[undefined, null, 17, {}].map((orderId) => ({
    name: `orderId ${JSON.stringify(orderId)}`,
    event: event({ 'detail.orderId': orderId }),
    ...refused,
  })),
  ...[undefined, null, '4990', true, 0, -1, 1.5, [1]].map((amount) => ({
    name: `amount ${JSON.stringify(amount)}`,
    event: event({ 'detail.amount': amount }),
    ...refused,
  })),
  ...['', 'OrderPlaced\n', 'orderplaced', '*', '-n', '$(exit 1)'].map((type) => ({
    name: `detail-type ${JSON.stringify(type)}`,
    event: event({ 'detail-type': type }),
    ...responds(null),
  })),
  ...['a\nb', '$(exit 1)', '-n', '%s', '\\', "'"].map((orderId) => ({
    name: `orderId ${JSON.stringify(orderId)}`,
    event: event({ 'detail.orderId': orderId }),
    ...responds({ ...placed, orderId }),
  })),
  {
    name: 'an amount that is larger than 2^53',
    event: event({ 'detail.amount': huge }).replace('1e400', '99999999999999999999'),
    ...respondsOrFails(placed),
  },
  { name: 'a huge number as amount', event: event({ 'detail.amount': huge }), error: /./ },
  {
    name: 'a lone surrogate',
    event: event({ 'detail.orderId': loneSurrogate }),
    ...respondsOrFails({ ...placed, orderId: loneSurrogate }, { ...placed, orderId: '\uFFFD' }),
  },
  { name: 'a field that is not known', event: event({ more: {} }), ...responds(placed) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: event({ 'detail.more': deep }),
    ...respondsOrFails(placed),
  },
  { name: 'a huge number', event: event({ more: huge }), ...respondsOrFails(placed) },
  { name: 'an event of 6 MB', event: event({ 'detail.more': megabytes }), ...responds(placed) },
];
