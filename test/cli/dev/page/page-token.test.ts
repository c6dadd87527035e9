import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { pageToken } from '../../../../cli/dev/page/page-token.ts';
import { readTree, temporaryDirectory } from '../../../helpers/temporary-directory.ts';

/** A project in a Git repository. */
function repository() {
  const project = temporaryDirectory();
  mkdirSync(path.join(project.path, '.git'));
  return project;
}

test('a project keeps its token, and each has its own', () => {
  using project = repository();
  using other = repository();
  const token = pageToken(project.path);
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(pageToken(project.path)).toBe(token);
  expect(pageToken(other.path)).not.toBe(token);
});

test('only this user can read it', () => {
  using project = repository();
  const token = pageToken(project.path);
  expect(Object.keys(readTree(project.path))).toStrictEqual([
    '.git/',
    '.git/lambda-container-page-token',
  ]);
  const file = path.join(project.path, '.git/lambda-container-page-token');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toBe(token);
});

test('one that others could have read, or written, is not used', () => {
  using project = repository();
  const token = pageToken(project.path);
  const file = path.join(project.path, '.git/lambda-container-page-token');
  chmodSync(file, 0o644);
  expect(pageToken(project.path)).not.toBe(token);
  chmodSync(file, 0o600);
  writeFileSync(file, 'short');
  expect(pageToken(project.path)).not.toBe(pageToken(project.path));
});

test('where none can be kept, each run has its own', () => {
  using project = temporaryDirectory();
  const token = pageToken(project.path);
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(pageToken(project.path)).not.toBe(token);
  expect(readTree(project.path)).toStrictEqual({});
});
