import { expect, test } from 'vitest';

import { preludeSplitter } from '../../../lambda/http/prelude-splitter.ts';

const http = 'application/vnd.awslambda.http-integration-response';
const nothing = Buffer.alloc(0);
const response = Buffer.from('{"statusCode":200}\0\0\0\0\0\0\0\0<p>\0</p>');

function partsOf(chunks: readonly Buffer[], contentType = http) {
  const split = preludeSplitter();
  const parts = [
    ...chunks.map((chunk) => split(chunk, contentType)),
    split(nothing, contentType, true),
  ];
  return {
    preludes: parts.map(({ prelude }) => prelude).filter((each) => each !== undefined),
    body: Buffer.concat(parts.map(({ body }) => body)).toString(),
  };
}

test('a streamed HTTP response has a prelude, eight NUL bytes, and a body, wherever it is cut', () => {
  for (let at = 0; at <= response.length; at += 1) {
    expect(partsOf([response.subarray(0, at), response.subarray(at)])).toStrictEqual({
      preludes: ['{"statusCode":200}'],
      body: '<p>\0</p>',
    });
  }
});

test('any other response has none', () => {
  expect(partsOf([response], 'text/plain')).toStrictEqual({
    preludes: [],
    body: response.toString(),
  });
  expect(partsOf([Buffer.from('{}')])).toStrictEqual({ preludes: [], body: '{}' });
});

test('an endless prelude is passed on', () => {
  const split = preludeSplitter();
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  expect(split(megabyte, http).body).toHaveLength(0);
  expect(split(megabyte, http).body).toHaveLength(2 * 1024 * 1024);
});
