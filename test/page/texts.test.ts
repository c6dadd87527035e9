import { execa } from 'execa';
import { expect, test } from 'vitest';

import { appendLines, shownText } from '../../page/append-lines.ts';
import { formatJson, jsonProblem } from '../../page/format-json.ts';
import { matches } from '../../page/matches.ts';
import { createStreamParser, type StreamMessage } from '../../page/server-sent-events.ts';
import { awsCommand, curlCommand } from '../../page/shell-commands.ts';

test.each([
  '{}',
  '[]',
  '{"a":{},"b":[]}',
  '"text"',
  ' null ',
  '{"a":[1,{"b":"}]{[,:\\"\\\\"}],"c":-1.5,"ü":true}',
])('%s is indented as JSON.stringify does it', (text) => {
  expect(formatJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
});

test('numbers that JavaScript would round are left as they are', () => {
  expect(formatJson('{"id":12345678901234567890,"n":1.0}')).toBe(
    '{\n  "id": 12345678901234567890,\n  "n": 1.0\n}',
  );
});

test('what is no JSON is not indented, and says why', () => {
  expect(formatJson('{"a":}')).toBeUndefined();
  expect(jsonProblem('{"a":}')).toContain('not valid JSON');
});

test('lines are separated as runtimes separate them', () => {
  expect(appendLines(['a'], 'b\r\nc\rd\n\ne\n')).toStrictEqual(['a', 'b', 'c', 'd', '', 'e']);
  expect(appendLines([], 'x'.repeat(100_000))[0]!.length).toBeLessThan(5010);
});

test('what a terminal would act on is not shown', () => {
  expect(shownText('\u001b[31mred\u001b[0m\ttab')).toBe('red\ttab');
  expect(shownText('a\u0000b\u202ec\u0007')).toBe('a\ufffdb\ufffdc\ufffd');
});

test('a filter is words in any order', () => {
  expect(matches('  ', [])).toBe(true);
  expect(matches('TYPE cold', ['cold', undefined, 'TypeError'])).toBe(true);
  expect(matches('type warm', ['cold', 'TypeError'])).toBe(false);
});

test('a stream is read in whatever pieces it comes', () => {
  const text =
    'event: hello\ndata: {"a":1}\n\n: ping\n\nid: r-1\ndata: x: y\n\nid: r-2\ndata:z\n\n';
  for (const size of [1, 2, 7, text.length]) {
    const messages: StreamMessage[] = [];
    const parse = createStreamParser((message) => messages.push(message));
    for (let at = 0; at < text.length; at += size) parse(text.slice(at, at + size));
    expect(messages).toStrictEqual([
      { type: 'hello', data: '{"a":1}', id: '' },
      { type: 'message', data: 'x: y', id: 'r-1' },
      { type: 'message', data: 'z', id: 'r-2' },
    ]);
  }
});

test('commands have the event as it is, whatever is in it', async () => {
  const event = '{"name":"O\'Brien $HOME `id` \\\\ \\" !","a":\n[1]}';
  const url = 'http://localhost:9000';
  for (const command of [awsCommand(url, 'orders-api', event), curlCommand(url, 'a', event)]) {
    const script = `aws() { printf '%s\\0' "$@"; }; curl() { printf '%s\\0' "$@"; }\n${command}`;
    const { stdout } = await execa('sh', ['-c', script]);
    expect(stdout.split('\0')).toContain(event);
    expect(stdout).toContain('http://localhost:9000');
  }
});
