import { expect, test } from 'vitest';

import { readFunctionName } from '../../../lambda/invoke-api/function-name.ts';

const arn = 'arn:aws:lambda:eu-central-1:123456789012:function';

test.each([
  ['orders-api', { name: 'orders-api' }],
  ['orders_api.v2', { name: 'orders_api.v2' }],
  ['orders-api:live', { name: 'orders-api', qualifier: 'live' }],
  ['orders-api:$LATEST', { name: 'orders-api', qualifier: '$LATEST' }],
  ['orders-api:7', { name: 'orders-api', qualifier: '7' }],
  ['function:orders-api', { name: 'orders-api' }],
  ['123456789012:function:orders-api', { name: 'orders-api' }],
  ['123456789012:function:orders-api:live', { name: 'orders-api', qualifier: 'live' }],
  [`${arn}:orders-api`, { name: 'orders-api' }],
  [`${arn}:orders-api:live`, { name: 'orders-api', qualifier: 'live' }],
  ['arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:a:b', { name: 'a', qualifier: 'b' }],
  ['123456789012:7', { name: '123456789012', qualifier: '7' }],
  ['a'.repeat(64), { name: 'a'.repeat(64) }],
])('%s', (text, reference) => {
  expect(readFunctionName(text)).toStrictEqual(reference);
});

test.each([
  '',
  ':live',
  'orders api',
  'orders-api:',
  'orders-api:a:b',
  'orders-api:$OLDEST',
  'orders/api',
  '../orders-api',
  'a'.repeat(65),
  `${arn}:`,
  `${arn}:orders-api:${'a'.repeat(200)}`,
  'arn:aws:s3:::bucket',
  'orders-api\n',
])('%j is none', (text) => {
  expect(readFunctionName(text)).toBe(undefined);
});
