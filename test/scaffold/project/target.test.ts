import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectFile } from '../../../scaffold/project/project-file.ts';
import { projectHere, projectNamed } from '../../../scaffold/project/target.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const shop = String(
  projectFile(
    { name: 'shop', language: 'x', base: 'x', architecture: 'x', languageVersion: 'x' },
    [],
    '0.1.0',
  ).contents,
);

test('inside a project, no name or its own means this project', () => {
  using here = temporaryFolder({ '.yo-rc.json': shop });
  expect(projectHere(here.path, undefined)?.folder).toBe(here.path);
  expect(projectHere(here.path, 'shop')?.folder).toBe(here.path);
});

test('inside a project, another name means another project', () => {
  using here = temporaryFolder({ '.yo-rc.json': shop });
  expect(projectHere(here.path, 'other')).toBeUndefined();
  expect(projectNamed(here.path, 'other', false).folder).toBe(path.join(here.path, 'other'));
});

test('a project further up does not count', () => {
  using here = temporaryFolder({ '.yo-rc.json': shop, 'lib/file': '' });
  expect(projectHere(path.join(here.path, 'lib'), undefined)).toBeUndefined();
});

test('the folder may be missing, empty, a fresh clone or the project of that name', () => {
  using here = temporaryFolder({ 'clone/.git/HEAD': '', 'shop/.yo-rc.json': shop });
  mkdirSync(path.join(here.path, 'empty'));
  for (const name of ['missing', 'empty', 'clone']) {
    expect(projectNamed(here.path, name, false).existing).toBeUndefined();
  }
  expect(projectNamed(here.path, 'shop', false).existing?.record.name).toBe('shop');
});

test('a folder with other files is refused, unless forced', () => {
  using here = temporaryFolder({ 'a/1': '', 'a/2': '', 'a/3': '', 'a/4': '' });
  expect(() => projectNamed(here.path, 'a', false)).toThrow(
    expect.objectContaining({
      code: 3,
      problem: `${here.path}/a should be new or empty, but has 1, 2, 3 and 1 more. Nothing was changed.`,
    }),
  );
  expect(projectNamed(here.path, 'a', true).existing).toBeUndefined();
});

test('a file in the place of the folder is refused', () => {
  using here = temporaryFolder({ a: '' });
  expect(() => projectNamed(here.path, 'a', true)).toThrow(
    expect.objectContaining({ code: 1, problem: expect.stringContaining('it is a file') }),
  );
});

test("another function's project is refused", () => {
  using here = temporaryFolder({ 'a/.yo-rc.json': shop });
  expect(() => projectNamed(here.path, 'a', true)).toThrow(
    expect.objectContaining({ code: 3, problem: expect.stringContaining('function, "shop"') }),
  );
});
