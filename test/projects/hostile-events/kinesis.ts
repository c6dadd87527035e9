import {
  changed,
  deep,
  type HostileEvent,
  hostileRecords,
  huge,
  megabytes,
  nested,
  refused,
  responds,
  respondsOrFails,
  withChangedRecord,
} from './hostile-event.ts';

const success = { batchItemFailures: [] };
const failure = {
  batchItemFailures: [
    { itemIdentifier: '49590338271490256608559692538360000000002000000000000000' },
  ],
};

/** The second of three records, with other values. */
function record(values: Readonly<Record<string, unknown>>): string {
  return withChangedRecord('kinesis', 'clicks', values);
}

function data(bytes: string | readonly number[]): string {
  return record({ 'kinesis.data': Buffer.from(bytes as string).toString('base64') });
}

export const kinesis: readonly HostileEvent[] = [
  ...hostileRecords('kinesis', 'clicks', success),

  // Without a number, nothing can be said about a record: all come again.
  { name: 'no kinesis', event: record({ kinesis: undefined }), ...refused },
  { name: 'kinesis null', event: record({ kinesis: null }), ...refused },
  { name: 'kinesis a string', event: record({ kinesis: 'text' }), ...refused },
  ...[undefined, null, 17, '', []].map((number) => ({
    name: `sequenceNumber ${JSON.stringify(number)}`,
    event: record({ 'kinesis.sequenceNumber': number }),
    ...refused,
  })),

  ...[undefined, null, 17, {}, '', '!', 'eyJ', '*eyJwYWdlIjoiLyIsImR1cmF0aW9uTXMiOjEyfQ=='].map(
    (value) => ({
      name: `data ${JSON.stringify(value)}`,
      event: record({ 'kinesis.data': value }),
      ...responds(failure),
    }),
  ),
  ...[
    ' ',
    '{',
    'null',
    '17',
    '[]',
    '"text"',
    '{}',
    '\u0000',
    '{"page":"/","durationMs":12}{"page":"/","durationMs":12}',
    '{"page":17,"durationMs":12}',
    '{"page":"/","durationMs":"12"}',
    '{"page":"/","durationMs":true}',
    '{"page":"/","durationMs":1.5}',
    '{"page":"/","durationMs":1e400}',
    nested,
  ].map((text) => ({
    name: `data ${text.slice(0, 40)}`,
    event: data(text),
    ...responds(failure),
  })),
  {
    name: 'data of the Kinesis Producer Library, which puts several records into one',
    event: data([0xf3, 0x89, 0x9a, 0xc2, 0x0a, 0x01, 0x61, 0x1a, 0x02, 0x08, 0x00]),
    ...responds(failure),
  },
  {
    name: 'a failure before a record without a number',
    event: changed('kinesis', 'clicks', {
      'Records[1].kinesis.data': '!',
      'Records[2].kinesis.sequenceNumber': null,
    }),
    ...refused,
  },
  {
    name: 'data that is not UTF-8',
    event: data([...Buffer.from('{"page":"'), 0xff, ...Buffer.from('","durationMs":12}')]),
    ...responds(failure),
  },
  {
    name: 'data with half of a character',
    event: data([
      ...Buffer.from('{"page":"'),
      0xed,
      0xa0,
      0xbd,
      ...Buffer.from('","durationMs":1}'),
    ]),
    ...responds(failure),
  },
  {
    name: 'data with a lone surrogate',
    event: data('{"page":"\\ud83d","durationMs":12}'),
    ...responds(success, failure),
  },
  {
    name: 'data with arrays in one another',
    event: data(`{"page":"/","durationMs":12,"more":${nested}}`),
    ...responds(success, failure),
  },
  {
    name: 'a record of 4 MB',
    event: data(JSON.stringify({ page: '/', durationMs: 12, more: megabytes.slice(0, 4_000_000) })),
    ...responds(success),
  },
  {
    name: 'a record of 4 MB that is not JSON',
    event: data(megabytes.slice(0, 4_000_000)),
    ...responds(failure),
  },
  ...['', 'a\nb', ' ', '$(exit 1)', '*', '-n', '%s', '\\'].map((partitionKey) => ({
    name: `partitionKey ${JSON.stringify(partitionKey)}`,
    event: record({ 'kinesis.partitionKey': partitionKey }),
    ...responds(success),
  })),
  {
    name: 'a page of two lines',
    event: data('{"page":"a\\nb","durationMs":1}'),
    ...responds(success),
  },
  { name: 'a field that is not known', event: record({ more: {} }), ...responds(success) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: record({ more: deep }),
    ...respondsOrFails(success),
  },
  { name: 'a huge number', event: record({ more: huge }), ...respondsOrFails(success) },
];
