import { expect, test } from 'vitest';

import { batchFailures } from '../../../lambda/event-sources/batch-failures.ts';

function read(body: string, error?: { type: string; payload: Buffer }) {
  const failed = batchFailures(
    {
      requestId: 'id',
      body: Buffer.from(body),
      contentType: 'application/json',
      isStreamed: false,
      ...(error !== undefined && { error }),
    },
    ['one', 'two'],
  );
  return failed === undefined ? 'all' : [...failed];
}

test.each([
  ['{"batchItemFailures":[]}', []],
  ['{"batchItemFailures":null}', []],
  ['{}', []],
  ['null', []],
  ['"done"', []],
  ['{"statusCode":200,"body":"{}"}', []],
  ['{"batchItemFailures":[{"itemIdentifier":"two"}]}', ['two']],
  ['{"batchItemFailures":[{"itemIdentifier":"two"},{"itemIdentifier":"two"}]}', ['two']],
  ['{"batchItemFailures":[{"itemIdentifier":"two"},{"itemIdentifier":"three"}]}', 'all'],
  ['{"batchItemFailures":[{"itemIdentifier":""}]}', 'all'],
  ['{"batchItemFailures":[{"itemIdentifier":null}]}', 'all'],
  ['{"batchItemFailures":[{"id":"two"}]}', 'all'],
  ['{"batchItemFailures":["two"]}', 'all'],
  ['{"batchItemFailures":[null]}', 'all'],
  ['{"batchItemFailures":"two"}', 'all'],
  ['not JSON', 'all'],
  ['', 'all'],
])('%s', (body, failed) => {
  expect(read(body)).toStrictEqual(failed);
});

test('an error of the function', () => {
  expect(read('{}', { type: 'Error', payload: Buffer.from('{}') })).toBe('all');
});
