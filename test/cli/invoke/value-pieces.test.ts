import { expect, test } from 'vitest';

import { valuePieces } from '../../../cli/invoke/value-pieces.ts';

/** In chunks that end within characters and groups of three bytes. */
function valueOf(body: Buffer): unknown {
  const chunks = [];
  for (let at = 0; at < body.length; at += 65_537) chunks.push(body.subarray(at, at + 65_537));
  return JSON.parse([...valuePieces(chunks)].join(''));
}

const megabytes = 7 * 1024 * 1024;

test.each([
  ['JSON', Buffer.from('{"a":[1]}'), { a: [1] }],
  ['text', Buffer.from('a "b"'), 'a "b"'],
  ['other bytes', Buffer.from([0xff, 0]), { base64: '/wA=' }],
  ['nothing', Buffer.alloc(0), ''],
])('%s', (_name, body, expected) => {
  expect(valueOf(body)).toStrictEqual(expected);
});

test('more than a buffered response may have is text or base64, never parsed', () => {
  const text = '"é€😀\n"'.repeat(megabytes / 8);
  expect(valueOf(Buffer.from(text)) === text).toBe(true);
  const bytes = Buffer.alloc(megabytes, 0xfe);
  expect(valueOf(bytes)).toStrictEqual({ base64: bytes.toString('base64') });
});
