import { expect, test } from 'vitest';
import { table } from '../../../bench/cold-start/table.ts';

test('columns are as wide as their widest cell, numbers to the right', () => {
  const rows = [
    ['ours', '5.2'],
    ['the other one', '1,000'],
  ];
  expect(table(['image', 'ms'], rows).split('\n')).toStrictEqual([
    '| image         |    ms |',
    '| ------------- | ----: |',
    '| ours          |   5.2 |',
    '| the other one | 1,000 |',
  ]);
});
