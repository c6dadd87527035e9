import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { recordFile } from '../../../scaffold/project/record.ts';
import { projectHere, projectNamed } from '../../../scaffold/project/target.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const shop = String(
  recordFile(
    {
      answers: {
        name: 'shop',
        language: 'x',
        style: 'x',
        base: 'x',
        architecture: 'x',
        languageVersion: 'x',
        deploy: 'none',
        state: 'none',
        ci: 'none',
        agentsMd: 'no',
      },
      functions: [{ name: 'shop', event: 'direct' }],
    },
    {},
    '0.1.0',
  ).contents,
);

test('inside a project, no name or its own means this project', () => {
  using here = temporaryDirectory({ '.yo-rc.json': shop });
  expect(projectHere(here.path, undefined)?.directory).toBe(here.path);
  expect(projectHere(here.path, 'shop')?.directory).toBe(here.path);
});

test('inside a project, another name means another project', () => {
  using here = temporaryDirectory({ '.yo-rc.json': shop });
  expect(projectHere(here.path, 'other')).toBeUndefined();
  expect(projectNamed(here.path, 'other', false).directory).toBe(path.join(here.path, 'other'));
});

test('a project further up does not count', () => {
  using here = temporaryDirectory({ '.yo-rc.json': shop, 'lib/file': '' });
  expect(projectHere(path.join(here.path, 'lib'), undefined)).toBeUndefined();
});

test('the directory may be missing, empty, a fresh clone or the project of that name', () => {
  using here = temporaryDirectory({ 'clone/.git/HEAD': '', 'shop/.yo-rc.json': shop });
  mkdirSync(path.join(here.path, 'empty'));
  for (const name of ['missing', 'empty', 'clone']) {
    expect(projectNamed(here.path, name, false).existing).toBeUndefined();
  }
  expect(projectNamed(here.path, 'shop', false).existing?.record.answers['name']).toBe('shop');
});

test('a directory with other files is refused, unless forced', () => {
  using here = temporaryDirectory({ 'a/1': '', 'a/2': '', 'a/3': '', 'a/4': '' });
  expect(() => projectNamed(here.path, 'a', false)).toThrow(
    expect.objectContaining({
      kind: 'conflict',
      problem: `${here.path}/a is not empty: it has 1, 2, 3 and 1 more. Nothing was changed.`,
    }),
  );
  expect(projectNamed(here.path, 'a', true).existing).toBeUndefined();
});

test('a file in the place of the directory is refused', () => {
  using here = temporaryDirectory({ a: '' });
  expect(() => projectNamed(here.path, 'a', true)).toThrow(
    expect.objectContaining({ kind: 'failed', problem: expect.stringContaining('but is a file') }),
  );
});

test('another project is refused', () => {
  using here = temporaryDirectory({ 'a/.yo-rc.json': shop });
  expect(() => projectNamed(here.path, 'a', true)).toThrow(
    expect.objectContaining({
      kind: 'conflict',
      problem: expect.stringContaining('another project, "shop"'),
    }),
  );
});
