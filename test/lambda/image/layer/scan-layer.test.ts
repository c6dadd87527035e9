import { describe, expect, test } from 'vitest';

import { type Budget, createBudget } from '../../../../lambda/image/budget.ts';
import { createLayerScan } from '../../../../lambda/image/layer/scan-layer.ts';
import {
  maxEntries,
  maxImageBytes,
  maxKeptBytes,
  maxPathBytes,
} from '../../../../lambda/image/limits.ts';
import { type RawEntry, tarHeader, writeTar } from '../tar/write-tar.ts';

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
  test.each([
    [
      'entries',
      maxEntries,
      2,
      /at most \d+ files, directories and links in image\.tar, found more/,
    ],
    ['pathBytes', maxPathBytes, 13, /bytes in the paths/],
    ['keptBytes', maxKeptBytes, 5, /bytes in scripts and settings/],
  ] as const)('%s', (what, limit, used, problem) => {
    expect(scan(entries, spent(what, limit - used)).entries).toHaveLength(2);
    expect(() => scan(entries, spent(what, limit - used + 1))).toThrow(problem);
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
