import { expect, test } from 'vitest';

import { readOnlyWrites } from '../../../lambda/check/read-only-writes.ts';

// As Node.js, Python, dash, bash, coreutils, Go, Java, Elixir, Erlang and Rust word it.
test.each([
  ["Error: EROFS: read-only file system, open '/var/task/a b'", '/var/task/a b'],
  ["OSError: [Errno 30] Read-only file system: '/home/x'", '/home/x'],
  ['/entry_script.sh: 3: cannot create /var/task/log: Read-only file system', '/var/task/log'],
  ['/entry_script.sh: line 3: /var/task/log: Read-only file system', '/var/task/log'],
  ["touch: cannot touch '/x': Read-only file system", '/x'],
  ['mkdir: cannot create directory ‘/x’: Read-only file system', '/x'],
  ['panic: open /var/cache/x: read-only file system', '/var/cache/x'],
  ['java.io.FileNotFoundException: /var/x.log (Read-only file system)', '/var/x.log'],
  ['** (File.Error) could not write to file "/x": read-only file system', '/x'],
  [String.raw`{"message":"EROFS: read-only file system, open \"/var/task/a b\""}`, '/var/task/a b'],
  [String.raw`{"log":"{\"message\":\"read-only file system: \\\"/x\\\"\"}"}`, '/x'],
  [String.raw`{"message":"fopen(\/var\/x): Read-only file system"}`, '/var/x'],
  [String.raw`{"message":"Read-only file system: \u0027\/var\/x\u0027"}`, '/var/x'],
  [`{"file":"/var/task/app.py","message":"[Errno 30] Read-only file system: '/x'"}`, '/x'],
  [`{"message":"cannot touch '/x': Read-only file system","file":"/var/task/app.py"}`, '/x'],
  ['{error,erofs}', undefined],
  ['Os { code: 30, kind: ReadOnlyFilesystem, message: "Read-only file system" }', undefined],
])('%s', (line, path) => {
  expect(readOnlyWrites(`before\n${line}\nafter\n`)).toStrictEqual([{ path, line }]);
});

test('a path is told once, with the first line that has it', () => {
  const log = ["a '/x': Read-only file system", "b '/x': Read-only file system"].join('\n');
  expect(readOnlyWrites(log)).toStrictEqual([{ path: '/x', line: log.split('\n')[0] }]);
});

test('a path is told once, whether the log escapes its quotes or not', () => {
  const plain = 'open "/x": read-only file system';
  const log = [plain, JSON.stringify(plain), JSON.stringify({ a: JSON.stringify(plain) })].join(
    '\n',
  );
  expect(readOnlyWrites(log)).toStrictEqual([{ path: '/x', line: plain }]);
});

test('other lines are nothing', () => {
  expect(readOnlyWrites("open '/x': permission denied\nheterofs")).toStrictEqual([]);
});

test('a long line is cut, and takes no long time', () => {
  const line = `Read-only file system ${'/x '.repeat(100_000)}`;
  expect(readOnlyWrites(line)[0]!.line).toHaveLength(300);
});
