import {
  deep,
  type HostileEvent,
  hostileRecords,
  huge,
  loneSurrogate,
  megabytes,
  refused,
  responds,
  respondsOrFails,
  withChangedRecord,
} from './hostile-event.ts';

const success = { batchItemFailures: [] };
const failure = { batchItemFailures: [{ itemIdentifier: '111100000000000002000' }] };

/** The second of three records, of an item that was modified, with other values. */
function record(values: Readonly<Record<string, unknown>>): string {
  return withChangedRecord('dynamodb', 'changes', values);
}

/** The same as the removal of an item. */
function removed(values: Readonly<Record<string, unknown>>): string {
  return record({ eventName: 'REMOVE', 'dynamodb.NewImage': undefined, ...values });
}

export const dynamodb: readonly HostileEvent[] = [
  ...hostileRecords('dynamodb', 'changes', success),

  // Without a number, nothing can be said about a change: all come again.
  { name: 'no dynamodb', event: record({ dynamodb: undefined }), ...refused },
  { name: 'dynamodb null', event: record({ dynamodb: null }), ...refused },
  { name: 'dynamodb a string', event: record({ dynamodb: 'text' }), ...refused },
  ...[undefined, null, 17, '', []].map((number) => ({
    name: `SequenceNumber ${JSON.stringify(number)}`,
    event: record({ 'dynamodb.SequenceNumber': number }),
    ...refused,
  })),

  ...[undefined, null, 17, '', 'TRUNCATE', 'insert'].map((name) => ({
    name: `eventName ${JSON.stringify(name)}`,
    event: record({ eventName: name }),
    ...responds(failure),
  })),
  ...[undefined, null, 17, 'text', [], {}].map((image) => ({
    name: `NewImage ${JSON.stringify(image)}`,
    event: record({ 'dynamodb.NewImage': image }),
    ...responds(failure),
  })),
  ...[
    undefined,
    null,
    17,
    '4990',
    [],
    {},
    { N: null },
    { N: 4990 },
    { N: '' },
    { N: 'much' },
    { N: '49 90' },
    { N: '4990\n' },
    { N: '-1' },
    { N: '0' },
    { N: '0x10' },
    { N: 'NaN' },
    { N: 'Infinity' },
    { N: '1.5' },
    { S: '4990' },
    { n: '4990' },
    { X: '4990' },
  ].map((amount) => ({
    name: `amount ${JSON.stringify(amount)}`,
    event: record({ 'dynamodb.NewImage.amount': amount }),
    ...responds(failure),
  })),
  // Numbers of DynamoDB have up to 38 digits, and exponents up to 125.
  ...['12345678901234567890123456789012345678', '1E+2', '1E+125', '1E-130'].map((number) => ({
    name: `amount ${number}`,
    event: record({ 'dynamodb.NewImage.amount': { N: number } }),
    ...responds(success, failure),
  })),
  {
    name: 'orderId a number',
    event: record({ 'dynamodb.NewImage.orderId': { N: '1' } }),
    ...responds(failure),
  },
  {
    name: 'an item with a lone surrogate',
    event: record({ 'dynamodb.NewImage.orderId': { S: loneSurrogate } }),
    ...respondsOrFails(success, failure),
  },
  ...['a\nb', '$(exit 1)', '-n', '%s', '\\'].map((orderId) => ({
    name: `orderId ${JSON.stringify(orderId)}`,
    event: record({ 'dynamodb.NewImage.orderId': { S: orderId } }),
    ...responds(success),
  })),
  ...['', '__proto__', 'constructor', 'a b', 'ä', '$(exit 1)'].map((name) => ({
    name: `an attribute named ${JSON.stringify(name)}`,
    event: record({}).replace('"NewImage":{', `"NewImage":{${JSON.stringify(name)}:{"S":"x"},`),
    ...responds(success),
  })),
  // What the function does not use may be decoded or not.
  ...[
    { B: '!' },
    { SS: 'text' },
    { L: {} },
    { M: [] },
    { NULL: 'x' },
    { BOOL: 'x' },
    { X: 1 },
    17,
  ].map((more) => ({
    name: `another attribute ${JSON.stringify(more)}`,
    event: record({ 'dynamodb.NewImage.more': more }),
    ...responds(success, failure),
  })),
  {
    name: 'another attribute with lists in one another',
    event: record({ 'dynamodb.NewImage.more': { L: [{ L: deep }] } }),
    ...respondsOrFails(success, failure),
  },
  {
    name: 'an item of 6 MB',
    event: record({ 'dynamodb.NewImage.more': { S: megabytes } }),
    ...responds(success),
  },
  {
    name: 'an item with all types',
    event: record({
      'dynamodb.NewImage.more': {
        L: [
          { M: { b: { B: 'AP8=' }, bs: { BS: ['AP8=', ''] }, ns: { NS: ['1', '1.5', '-2E-7'] } } },
          { NULL: true },
          { BOOL: false },
          { S: '' },
        ],
      },
    }),
    ...responds(success),
  },
  // The view type of a stream decides what there is besides the keys.
  ...[undefined, { orderId: { S: 'A-1001' } }].map((image) => ({
    name: `OldImage ${JSON.stringify(image)}`,
    event: record({ 'dynamodb.OldImage': image }),
    ...responds(success),
  })),
  {
    name: 'OldImage that cannot be decoded',
    event: record({ 'dynamodb.OldImage': { amount: { N: 'much' } } }),
    ...responds(failure),
  },
  ...[undefined, { orderId: { S: 'A-1001' } }].map((image) => ({
    name: `REMOVE with OldImage ${JSON.stringify(image)}`,
    event: removed({ 'dynamodb.OldImage': image }),
    ...responds(success),
  })),
  ...[undefined, null, 17, 'text', [], {}, { orderId: { N: '1' } }, { orderId: null }].map(
    (keys) => ({
      name: `REMOVE with Keys ${JSON.stringify(keys)}`,
      event: removed({ 'dynamodb.Keys': keys }),
      ...responds(failure),
    }),
  ),
  ...[undefined, null, 'text', {}].map((userIdentity) => ({
    name: `REMOVE with userIdentity ${JSON.stringify(userIdentity)}`,
    event: removed({ userIdentity }),
    ...responds(success),
  })),
  { name: 'a field that is not known', event: record({ more: {} }), ...responds(success) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: record({ more: deep }),
    ...respondsOrFails(success),
  },
  { name: 'a huge number', event: record({ more: huge }), ...respondsOrFails(success) },
];
