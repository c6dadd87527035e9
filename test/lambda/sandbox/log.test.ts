import { expect, test } from 'vitest';

import { createLog } from '../../../lambda/sandbox/log.ts';

const createRecorded = () => {
  const pieces: string[] = [];
  return { log: createLog((text) => pieces.push(text)), text: () => pieces.join('') };
};

test('a line of Lambda starts on a line of its own, whatever the function left', () => {
  const { log, text } = createRecorded();
  log.note('START');
  log.write('no end of line');
  log.note('END');
  log.write('whole\n');
  log.note('REPORT');
  expect(text()).toBe('START\nno end of line\nEND\nwhole\nREPORT\n');
});

test('a mark gives what the function wrote since, and no line of Lambda', () => {
  const { log } = createRecorded();
  log.write('before\n');
  const outer = log.mark();
  log.write('one\n');
  const inner = log.mark();
  log.note('END');
  log.write('two\n');
  expect(inner()).toBe('two\n');
  log.write('three\n');
  expect(outer()).toBe('one\ntwo\nthree\n');
});

test('it is settled when nothing has come for a while, and not before', async () => {
  const { log } = createRecorded();
  const mark = log.mark();
  const pieces = Array.from({ length: 5 }, (_, index) => `${index}`);
  const settled = log.settled(1000);
  for (const piece of pieces) {
    log.write(piece);
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
  }
  await settled;
  expect(mark()).toBe('01234');
});
