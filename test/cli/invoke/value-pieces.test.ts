import { expect, test } from 'vitest';

import { createSpool } from '../../../cli/invoke/spool.ts';
import { valuePieces } from '../../../cli/invoke/value-pieces.ts';

/** In chunks that end within characters and groups of three bytes. */
function valueOf(body: Buffer): unknown {
  using spool = createSpool();
  for (let at = 0; at < body.length; at += 65_537) spool.add(body.subarray(at, at + 65_537));
  return JSON.parse([...valuePieces(spool)].join(''));
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

test.each([
  ['deep', '['.repeat(3_000_000)],
  ['full of values', `[${'{},'.repeat(2_000_000)}1]`],
])('JSON that is too %s is text', (_name, text) => {
  expect(valueOf(Buffer.from(text)) === text).toBe(true);
});

test('what does not fit into memory is the same', () => {
  const bytes = Buffer.alloc(40 * 1024 * 1024, 'abc ');
  expect(valueOf(bytes) === bytes.toString()).toBe(true);
});
