import { expect, test } from 'vitest';

import { createLog } from '../../../lambda/sandbox/log.ts';

function createRecorded() {
  const pieces: string[] = [];
  return { log: createLog((text) => pieces.push(text)), text: () => pieces.join('') };
}

test('a line of Lambda starts on a line of its own, whatever the function left', () => {
  const { log, text } = createRecorded();
  log.note('START');
  log.write('no end of line', 'stdout');
  log.flush();
  log.note('END');
  log.write('whole\n', 'stdout');
  log.note('REPORT');
  expect(text()).toBe('START\nno end of line\nEND\nwhole\nREPORT\n');
});

test('a mark gives what the function wrote since, and no line of Lambda', () => {
  const { log } = createRecorded();
  log.write('before\n', 'stdout');
  const outer = log.mark();
  log.write('one\n', 'stdout');
  const inner = log.mark();
  log.note('END');
  log.write('two\n', 'stdout');
  expect(inner()).toBe('two\n');
  log.write('three\n', 'stdout');
  expect(outer()).toBe('one\ntwo\nthree\n');
});

test('it is settled when nothing has come for a while, and not before', async () => {
  const { log } = createRecorded();
  const mark = log.mark();
  const pieces = Array.from({ length: 5 }, (_, index) => `${index}`);
  const settled = log.settled(1000);
  for (const piece of pieces) {
    log.write(piece, 'stdout');
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
  }
  await settled;
  expect(mark()).toBe('01234');
});

test('lines of the two streams do not mix', () => {
  const { log, text } = createRecorded();
  const mark = log.mark();
  log.write('out ', 'stdout');
  log.write('err 1\nerr ', 'stderr');
  log.write('1\nout 2', 'stdout');
  log.write('2\n', 'stderr');
  log.flush();
  expect(text()).toBe('err 1\nout 1\nerr 2\nout 2');
  expect(mark()).toBe(text());
});

test('a line without an end is passed on in pieces, and the middle of what is recorded is left out', () => {
  let passedOn = 0;
  const log = createLog((text) => (passedOn += text.length));
  const mark = log.mark();
  const piece = 'x'.repeat(4096);
  const pieces = 256 * 1024;
  for (let count = 0; count < pieces; count += 1) log.write(piece, 'stdout');
  log.flush();
  expect(passedOn).toBe(pieces * piece.length);
  const text = mark();
  expect(text.length).toBeLessThan(2.2 * 1024 * 1024);
  const [, leftOut] = /\n\[(\d+) characters of the log are left out here\]\n/.exec(text)!;
  expect(Number(leftOut) + text.replace(/\n\[.*\]\n/, '').length).toBe(pieces * piece.length);
});

test('a function that never stops writing does not keep anybody waiting for ever', async () => {
  const { log } = createRecorded();
  const writing = setInterval(() => log.write('x\n', 'stdout'), 1);
  await log.settled(10);
  clearInterval(writing);
});

test('long lines of the two streams do not mix either', () => {
  const { log, text } = createRecorded();
  const chunk = 65_536;
  const lines = ['out', 'err'].map((kind) => `${kind.repeat(330_000)}\n`) as [string, string];
  for (let at = 0; at < lines[0].length; at += chunk) {
    log.write(lines[0].slice(at, at + chunk), 'stdout');
    log.write(lines[1].slice(at, at + chunk), 'stderr');
  }
  expect(text() === lines.join('')).toBe(true);
});
