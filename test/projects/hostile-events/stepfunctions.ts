import {
  allRefused,
  changed,
  deep,
  fails,
  type HostileEvent,
  huge,
  loneSurrogate,
  megabytes,
  refused,
  responds,
  respondsOrFails,
  strange,
} from './hostile-event.ts';

function input(values: Readonly<Record<string, unknown>>): string {
  return changed('stepfunctions', 'order', values);
}

function charged(orderId: string): unknown {
  return { orderId, status: 'charged' };
}

export const stepfunctions: readonly HostileEvent[] = [
  ...allRefused(strange),
  // What the service integration has in place of the input, if a state machine passes it on as it is.
  {
    name: 'the input inside Payload',
    event: JSON.stringify({ Payload: JSON.parse(input({})) as unknown }),
    ...refused,
  },
  ...['orderId', 'card'].flatMap((path) =>
    [undefined, null, 17, true, [], {}].map((value) => ({
      name: `${path} ${JSON.stringify(value)}`,
      event: input({ [path]: value }),
      ...refused,
    })),
  ),
  ...[undefined, null, '4990', true, 0, -1, 1.5, [1]].map((amount) => ({
    name: `amount ${JSON.stringify(amount)}`,
    event: input({ amount }),
    ...refused,
  })),
  { name: 'a huge number as amount', event: input({ amount: huge }), ...fails },
  {
    name: 'an amount that is larger than 2^53',
    event: input({}).replace('4990', '99999999999999999999'),
    ...respondsOrFails(charged('A-1001')),
  },
  ...['', 'test', 'TEST-DECLINED', 'test-declined\n', '$(exit 1)', '*', '-n'].map((card) => ({
    name: `card ${JSON.stringify(card)}`,
    event: input({ card }),
    ...responds(charged('A-1001')),
  })),
  ...['a\nb', '$(exit 1)', '-n', '%s', '\\', "'", 'é🚀'].map((orderId) => ({
    name: `orderId ${JSON.stringify(orderId)}`,
    event: input({ orderId }),
    ...responds(charged(orderId)),
  })),
  ...['a\nb', '$(exit 1)', '%s', 'é🚀'].map((orderId) => ({
    name: `a declined card of the order ${JSON.stringify(orderId)}`,
    event: input({ orderId, card: 'test-declined' }),
    error: /declined/,
  })),
  {
    name: 'a lone surrogate',
    event: input({ orderId: loneSurrogate }),
    ...respondsOrFails(charged(loneSurrogate), charged('\uFFFD')),
  },
  { name: 'a field that is not known', event: input({ more: {} }), ...responds(charged('A-1001')) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: input({ more: deep }),
    ...respondsOrFails(charged('A-1001')),
  },
  {
    name: 'a huge number in a field that is not known',
    event: input({ more: huge }),
    ...respondsOrFails(charged('A-1001')),
  },
  // Lambda's own limit: Step Functions has 256 KiB.
  { name: 'an input of 6 MB', event: input({ more: megabytes }), ...responds(charged('A-1001')) },
];
