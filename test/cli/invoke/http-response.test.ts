import { expect, test } from 'vitest';

import { httpResponse } from '../../../cli/invoke/http-response.ts';

const result = {
  requestId: 'r-1',
  isStreamed: true,
  contentType: 'application/vnd.awslambda.http-integration-response',
};

test('a streamed HTTP response has a prelude, eight NUL bytes, and a body', () => {
  const body = Buffer.from('{"statusCode":200}\0\0\0\0\0\0\0\0<p>\0</p>');
  expect(httpResponse({ ...result, body })).toStrictEqual({
    prelude: '{"statusCode":200}',
    body: Buffer.from('<p>\0</p>'),
  });
});

test('any other result has none', () => {
  const body = Buffer.from('a\0\0\0\0\0\0\0\0b');
  expect(httpResponse({ ...result, contentType: 'text/plain', body })).toBeUndefined();
  expect(httpResponse({ ...result, body: Buffer.from('{}') })).toBeUndefined();
});
