import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { pageToken } from '../../../../cli/dev/page/page-token.ts';
import { readTree, temporaryDirectory } from '../../../helpers/temporary-directory.ts';

test('a project keeps its token, and each has its own', () => {
  using state = temporaryDirectory();
  using other = temporaryDirectory();
  const token = pageToken('/orders-api', state.path);
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(pageToken('/orders-api', state.path)).toBe(token);
  expect(pageToken('/refunds', state.path)).not.toBe(token);
  expect(pageToken('/orders-api', other.path)).not.toBe(token);
});

test('only this user can read the key', () => {
  using state = temporaryDirectory();
  const token = pageToken('/orders-api', state.path);
  expect(Object.keys(readTree(state.path))).toStrictEqual([
    'lambda-container/',
    'lambda-container/page-key',
  ]);
  const file = path.join(state.path, 'lambda-container/page-key');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).not.toContain(token);
});

test('a key that others could have read, or written, is not used', () => {
  using state = temporaryDirectory();
  const token = pageToken('/orders-api', state.path);
  const file = path.join(state.path, 'lambda-container/page-key');
  chmodSync(file, 0o644);
  expect(pageToken('/orders-api', state.path)).not.toBe(token);
  chmodSync(file, 0o600);
  writeFileSync(file, 'short');
  expect(pageToken('/orders-api', state.path)).not.toBe(pageToken('/orders-api', state.path));
});

test('where no key can be kept, there is a token all the same', () => {
  using state = temporaryDirectory({ 'a-file': '' });
  symlinkSync('nowhere', path.join(state.path, 'lambda-container'));
  expect(pageToken('/orders-api', state.path)).toMatch(/^[\w-]{32}$/);
  expect(pageToken('/orders-api', path.join(state.path, 'a-file'))).toMatch(/^[\w-]{32}$/);
});
