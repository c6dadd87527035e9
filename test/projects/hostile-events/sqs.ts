import {
  changed,
  deep,
  type HostileEvent,
  hostileRecords,
  loneSurrogate,
  megabytes,
  nested,
  refused,
  responds,
  respondsOrFails,
  withChangedRecord,
} from './hostile-event.ts';

const good = '{"orderId":"A-1","amount":1}';
const id = '99e38373-ab2a-49bf-a094-16f49bc934b4';
const success = { batchItemFailures: [] };
const failure = { batchItemFailures: [{ itemIdentifier: id }] };

/** What the sample for FIFO queues expects. */
const fifoFailures = {
  batchItemFailures: [
    { itemIdentifier: 'f552133b-6f7b-44b1-b80c-0eccae5c2672' },
    { itemIdentifier: '818e526e-3deb-4801-8423-94f35da5c984' },
  ],
};

/** The second of three messages, with other values. */
function message(values: Readonly<Record<string, unknown>>): string {
  return withChangedRecord('sqs', 'batch', { body: good, ...values });
}

export const sqs: readonly HostileEvent[] = [
  ...hostileRecords('sqs', 'batch', success),

  // Without an id, nothing can be said about a message: all come again.
  { name: 'no messageId', event: message({ messageId: undefined }), ...refused },
  { name: 'messageId null', event: message({ messageId: null }), ...refused },
  { name: 'messageId a number', event: message({ messageId: 17 }), ...refused },
  { name: 'messageId empty', event: message({ messageId: '' }), ...refused },
  {
    name: 'messageId of two lines, and no order',
    event: message({ messageId: 'a\nb', body: '{}' }),
    ...respondsOrFails({ batchItemFailures: [{ itemIdentifier: 'a\nb' }] }),
  },
  // It decides whether the order matters.
  { name: 'no eventSourceARN', event: message({ eventSourceARN: undefined }), ...refused },
  { name: 'eventSourceARN a number', event: message({ eventSourceARN: 17 }), ...refused },

  { name: 'no body', event: message({ body: undefined }), ...responds(failure) },
  { name: 'body null', event: message({ body: null }), ...responds(failure) },
  { name: 'body a number', event: message({ body: 17 }), ...responds(failure) },
  {
    name: 'body an order, not a string',
    event: message({ body: { orderId: 'A-1', amount: 1 } }),
    ...responds(failure),
  },
  ...[
    '',
    ' ',
    '{',
    'null',
    '17',
    '[]',
    '"text"',
    '{}',
    '\u0000',
    `${good} ${good}`,
    `${good}}`,
    '{"orderId":null,"amount":1}',
    '{"orderId":{},"amount":1}',
    '{"orderId":"A-1","amount":"1"}',
    '{"orderId":"A-1","amount":true}',
    '{"orderId":"A-1","amount":0}',
    '{"orderId":"A-1","amount":-1}',
    '{"orderId":"A-1","amount":1.5}',
    '{"orderId":"A-1","amount":1e400}',
    '{"orderId":"A-1","amount":NaN}',
    '{"orderId":"A-1","amount":[1]}',
    nested,
  ].map((body) => ({
    name: `body ${body.slice(0, 40)}`,
    event: message({ body }),
    ...responds(failure),
  })),
  {
    name: 'an amount that is larger than 2^53',
    event: message({ body: '{"orderId":"A-1","amount":99999999999999999999}' }),
    ...responds(success, failure),
  },
  {
    name: 'a lone surrogate in an order',
    event: message({ body: `{"orderId":"\\ud83d","amount":1}` }),
    ...responds(success, failure),
  },
  {
    name: 'a field of an order with arrays in one another',
    event: message({ body: `{"orderId":"A-1","amount":1,"more":${nested}}` }),
    ...responds(success, failure),
  },
  {
    name: 'a body with a lone surrogate',
    event: message({ body: loneSurrogate }),
    ...respondsOrFails(failure),
  },
  { name: 'a field that is not known', event: message({ more: {} }), ...responds(success) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: message({ more: deep }),
    ...respondsOrFails(success),
  },
  {
    name: 'an order of 6 MB',
    event: message({ body: JSON.stringify({ orderId: 'A-1', amount: 1, more: megabytes }) }),
    ...responds(success),
  },
  { name: '6 MB that are no order', event: message({ body: megabytes }), ...responds(failure) },

  // Groups may have the names that shells and regular expressions give a meaning.
  ...['@', '*', '[', ']', '$(exit 1)', '`', '\\', '"', "'", '#', '-n', '__proto__'].map(
    (group) => ({
      name: `FIFO: group ${group}`,
      event: changed('sqs', 'fifo', {
        'Records[0].attributes.MessageGroupId': group,
        'Records[2].attributes.MessageGroupId': group,
        'Records[4].attributes.MessageGroupId': group,
      }),
      ...responds(fifoFailures),
    }),
  ),
  { name: 'no attributes', event: message({ attributes: undefined }), ...responds(success) },
  // Nothing is known about the order of a message without a group: all come again.
  ...[undefined, null, 'text'].map((attributes) => ({
    name: `FIFO: attributes ${JSON.stringify(attributes)}`,
    event: changed('sqs', 'fifo', { 'Records[0].attributes': attributes }),
    ...refused,
  })),
  ...[undefined, null, 17, [], {}].map((group) => ({
    name: `FIFO: group ${JSON.stringify(group)}`,
    event: changed('sqs', 'fifo', { 'Records[0].attributes.MessageGroupId': group }),
    ...refused,
  })),
  {
    name: 'FIFO: all groups fail',
    event: changed(
      'sqs',
      'fifo',
      Object.fromEntries([0, 1, 2, 3, 4].map((index) => [`Records[${index}].body`, '{'])),
    ),
    ...responds({
      batchItemFailures: (
        JSON.parse(changed('sqs', 'fifo', {})) as { Records: { messageId: string }[] }
      ).Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
    }),
  },
  {
    name: 'two messages with the same id, of which the first fails',
    event: changed('sqs', 'batch', {
      'Records[0].body': '{',
      'Records[1].body': good,
      'Records[0].messageId': id,
    }),
    ...responds({ batchItemFailures: [{ itemIdentifier: id }, { itemIdentifier: id }] }),
  },
];
