import { expect, test } from 'vitest';

import { createUndoList } from '../../../lambda/sandbox/undo-list.ts';

test('undoes the latest first, once', async () => {
  const undone: string[] = [];
  const list = createUndoList();
  for (const name of ['server', 'container']) list.add(async () => undone.push(name));
  await list[Symbol.asyncDispose]();
  await list[Symbol.asyncDispose]();
  expect(undone).toStrictEqual(['container', 'server']);
});

test('undoes all, and rejects as the first did that failed', async () => {
  const undone: string[] = [];
  const list = createUndoList();
  list.add(async () => undone.push('server'));
  for (const name of ['second', 'first']) list.add(() => Promise.reject(new Error(name)));
  await expect(list[Symbol.asyncDispose]()).rejects.toThrow('first');
  expect(undone).toStrictEqual(['server']);
});
