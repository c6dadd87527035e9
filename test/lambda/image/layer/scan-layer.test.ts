import { describe, expect, test } from 'vitest';

import { type Budget, createBudget } from '../../../../lambda/image/budget.ts';
import { createLayerScan } from '../../../../lambda/image/layer/scan-layer.ts';
import { maxImageBytes } from '../../../../lambda/image/limits.ts';
import { paxHeader, type RawEntry, tarHeader, writeTar } from '../tar/write-tar.ts';

function scan(entries: RawEntry[], budget: Budget = createBudget('image.tar')) {
  const layer = createLayerScan({ name: 'layer 1', keep: (_, size) => size, budget });
  layer.write(writeTar(entries));
  layer.end();
  return layer.result();
}

function spent(what: Parameters<Budget['spend']>[0], count: number): Budget {
  const budget = createBudget('image.tar');
  budget.spend(what, count);
  return budget;
}

/** What an input of no bytes may take. */
function limitOf(what: Parameters<Budget['spend']>[0]): number {
  try {
    createBudget('nothing').spend(what, Infinity);
  } catch (error) {
    return Number(/\d+/.exec(String(error))![0]);
  }
  throw new Error('Expected a limit, found none.');
}

const entries = [{ path: 'a/first', content: 'hello' }, { path: 'second' }];

test('entries come in their order, with their contents', () => {
  expect(scan(entries)).toMatchObject({
    entries: [
      { path: 'a/first', hardLinkTo: undefined, facts: { content: Buffer.from('hello') } },
      { path: 'second', facts: { content: undefined } },
    ],
    bytes: 512 * 5,
  });
});

describe('more than any image has is refused:', () => {
  test('entries, paths and contents, by the memory that they take', () => {
    const whole = createBudget('image.tar');
    scan(entries, whole);
    const needed = whole.spent('keptBytes');
    const most = limitOf('keptBytes');
    expect(scan(entries, spent('keptBytes', most - needed)).entries).toHaveLength(2);
    expect(() => scan(entries, spent('keptBytes', most - needed + 1))).toThrow(
      /at most \d+ bytes of memory .* in image\.tar, found more/,
    );
  });

  test('targets of links that are longer than Linux takes', () => {
    const linkTarget = 'a/'.repeat(3000);
    const long = [paxHeader([['linkpath', linkTarget]]), { path: 'l', flag: '2' }];
    expect(() => scan(long)).toThrow(/at most 4096 characters/);
  });

  test('bytes of files, as soon as a header says so', () => {
    function layer(size: number) {
      return createLayerScan({
        name: 'layer 1',
        keep: () => 0,
        budget: createBudget('image.tar'),
      }).write(tarHeader({ path: 'a', size }));
    }
    expect(() => layer(maxImageBytes)).not.toThrow();
    expect(() => layer(maxImageBytes + 1)).toThrow(/more than the 10 GB that Lambda takes/);
  });
});
