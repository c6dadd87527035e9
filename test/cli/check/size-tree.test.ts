import { expect, test } from 'vitest';

import { formatSizeTree } from '../../../cli/check/format-size-tree.ts';
import { sizeTree } from '../../../cli/check/size-tree.ts';
import { createBudget } from '../../../lambda/image/budget.ts';
import type { LayerEntry } from '../../../lambda/image/layer/scan-layer.ts';
import { applyLayers } from '../../../lambda/image/tree/apply-layers.ts';
import type { FileTree } from '../../../lambda/image/tree/file-tree.ts';
import { terminalOfWidth } from '../../terminal/terminal-of-width.ts';

function entry(path: string, size: number, hardLinkTo?: string): LayerEntry {
  return {
    path,
    hardLinkTo,
    facts: {
      type: 'file',
      mode: 0o644,
      uid: 0,
      gid: 0,
      size,
      linkTarget: undefined,
      layer: 0,
      elf: undefined,
      foreignSystem: undefined,
      content: undefined,
    },
  };
}

function treeOf(...layers: LayerEntry[][]): FileTree {
  return applyLayers(layers, createBudget('test')).files;
}

const files = treeOf([
  entry('usr/bin/node', 5000),
  entry('usr/lib/x/one.so', 2000),
  entry('usr/lib/x/two.so', 1000),
  entry('var/task/app.js', 300),
  entry('etc/passwd', 20),
]);

test('the largest first, directories with the sum of what is in them, lone directories joined', () => {
  expect(formatSizeTree(sizeTree(files), terminalOfWidth(80))).toStrictEqual([
    '<bold>Largest files and directories</bold>',
    '',
    '  8.3 KB  /',
    '  8.0 KB  ├ usr',
    '  5.0 KB  │ ├ bin/node',
    '  3.0 KB  │ └ lib/x',
    '  2.0 KB  │   ├ one.so',
    '  1.0 KB  │   └ two.so',
    '   300 B  ├ var/task/app.js',
    '    20 B  └ etc/passwd',
    '',
  ]);
});

test('has no more than asked for, and what is left out still counts', () => {
  expect(sizeTree(files, 3)).toStrictEqual({
    path: '/',
    bytes: 8320,
    children: [
      {
        path: 'usr',
        bytes: 8000,
        children: [{ path: 'bin/node', bytes: 5000, children: [] }],
      },
    ],
  });
});

test('a file with two names, and one that a later layer replaces, count once', () => {
  const linked = treeOf([entry('a', 100), entry('b', 0, 'a'), entry('c', 1000)], [entry('c', 10)]);
  expect(sizeTree(linked).bytes).toBe(110);
});

test('the root stays a line of its own', () => {
  expect(sizeTree(treeOf([entry('bootstrap', 7)]))).toStrictEqual({
    path: '/',
    bytes: 7,
    children: [{ path: 'bootstrap', bytes: 7, children: [] }],
  });
});

test('an empty image', () => {
  expect(sizeTree(treeOf())).toStrictEqual({ path: '/', bytes: 0, children: [] });
});
