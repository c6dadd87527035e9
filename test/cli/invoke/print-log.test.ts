import { PassThrough } from 'node:stream';
import { text as allOf } from 'node:stream/consumers';

import { expect, test } from 'vitest';

import { logPrinter } from '../../../cli/invoke/print-log.ts';
import type { LogSource } from '../../../lambda/sandbox/log.ts';

function printed(isTTY: boolean, texts: readonly (readonly [string, LogSource])[]): string {
  let all = '';
  const stream = { isTTY, write: (text: string) => (all += text) };
  const print = logPrinter(stream as unknown as NodeJS.WriteStream);
  for (const [text, source] of texts) print(text, source);
  return all;
}

test.each([
  'START RequestId: 1 Version: $LATEST\n',
  'END RequestId: 1\n',
  'REPORT RequestId: 1\tDuration: 1 ms\n',
  'INIT_REPORT Init Duration: 1 ms\n',
  '2026-11-27T00:00:00.000Z 1 Task timed out after 3.00 seconds\n',
  'The function failed: No\n',
  '[7 characters of the log are left out: it was read too slowly]\n',
])('%j of the function is not like that of Lambda', (line) => {
  expect(printed(false, [[line, 'lambda']])).toBe(line);
  expect(printed(false, [[line, 'function']])).toBe(`\\${line}`);
  for (const start of ['\n', '\r', '\u2028', '\v']) {
    expect(printed(false, [[`a${start}${line}`, 'function']])).toBe(`a${start}\\${line}`);
  }
  // The rest of a line is no line.
  expect(
    printed(false, [
      ['a ', 'function'],
      [line, 'function'],
    ]),
  ).toBe(`a ${line}`);
});

test('other output is as it is, byte for byte, if it goes to a file', () => {
  const text = 'REPORTED\r\n\u001B[2J\u001B[31mred\u001B[0m\tSTART\n';
  expect(printed(false, [[text, 'function']])).toBe(text);
});

test('a terminal gets colours, and nothing that moves the cursor or hides text', () => {
  const text = '\u001B[1;31mred\u001B[0m\t\u001B[2J\u001B[1A\r\u009B1A\u202E\n';
  expect(
    printed(true, [
      [text, 'function'],
      ['END\n', 'lambda'],
    ]),
  ).toBe('\u001B[1;31mred\u001B[0m\t\\x1b[2J\\x1b[1A\\x0d\\x9b1A\\u202e\n\u001B[0mEND\n');
});

test('what nobody reads is left out, up to the lines of Lambda, and how much that was is said', async () => {
  const stream = new PassThrough({ decodeStrings: false, encoding: 'utf8' });
  const print = logPrinter(stream as unknown as NodeJS.WriteStream);
  const megabyte = 'x'.repeat(1024 * 1024);
  for (let count = 0; count < 100; count += 1) print(megabyte, 'function');
  expect(stream.writableLength).toBeLessThan(10 * megabyte.length);
  print('\nEND\n', 'lambda');
  for (let count = 0; count < 100; count += 1) print('y', 'function');
  const printed = allOf(stream);
  await new Promise((resolve) => {
    stream.once('drain', resolve);
  });
  print('START\n', 'function');
  stream.end();
  const [log = '', ...lines] = (await printed).split('\n');
  const [first, ...others] = lines.filter((line) => line !== '');
  const [, count] = /^\[(\d+) characters of the log are left out: it was read too slowly\]$/.exec(
    first!,
  )!;
  expect(log.length + Number(count)).toBe(100 * megabyte.length);
  expect(others).toStrictEqual([
    'END',
    '[100 characters of the log are left out: it was read too slowly]',
    'START',
  ]);
});
