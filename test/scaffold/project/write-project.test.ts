import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Change, writeProject } from '../../../scaffold/project/write-project.ts';
import { readTree, temporaryFolder } from '../../helpers/temporary-folder.ts';

test('a new folder has all files, and nothing is left beside it', async () => {
  using parent = temporaryFolder();
  await writeProject(path.join(parent.path, 'new'), [file('a/b/c', 'c'), file('d', 'd')]);
  expect(readTree(parent.path)).toStrictEqual({
    'new/': '',
    'new/a/': '',
    'new/a/b/': '',
    'new/a/b/c': 'c',
    'new/d': 'd',
  });
});

test('a new folder has the mode that mkdir would give, a script is executable', async () => {
  using parent = temporaryFolder();
  const folder = path.join(parent.path, 'new');
  await writeProject(folder, [script('run'), file('data', '')]);
  const umask = process.umask();
  expect(modeOf(folder)).toBe(0o777 & ~umask);
  expect(modeOf(path.join(folder, 'run'))).toBe(0o777 & ~umask);
  expect(modeOf(path.join(folder, 'data'))).toBe(0o666 & ~umask);
});

test('an existing folder keeps its other files', async () => {
  using folder = temporaryFolder({ mine: 'mine', old: 'old' });
  await writeProject(folder.path, [file('old', 'new'), file('deep/er', 'x')]);
  expect(readTree(folder.path)).toStrictEqual({
    'deep/': '',
    'deep/er': 'x',
    mine: 'mine',
    old: 'new',
  });
});

test('a file that is replaced keeps its mode', async () => {
  using folder = temporaryFolder({ secret: 'old', script: 'old' });
  chmodSync(path.join(folder.path, 'secret'), 0o600);
  await writeProject(folder.path, [file('secret', 'new'), script('script')]);
  expect(modeOf(path.join(folder.path, 'secret'))).toBe(0o600);
  expect(modeOf(path.join(folder.path, 'script')) & 0o111).toBe(0o111);
});

test('a file goes with the directories that it leaves empty, and with no other', async () => {
  using folder = temporaryFolder({ 'a/b/c/old': '', 'a/mine': '', 'd/old': '', top: '' });
  await writeProject(folder.path, [removed('a/b/c/old'), removed('d/old'), removed('top')]);
  expect(readTree(folder.path)).toStrictEqual({ 'a/': '', 'a/mine': '' });
});

test('what was removed is back if something fails later', async () => {
  using folder = temporaryFolder({ 'a/b/old': 'old', mine: 'mine' });
  const before = readTree(folder.path);
  const changes = [removed('a/b/old'), file('mine/x', 'x')];
  await expect(writeProject(folder.path, changes)).rejects.toMatchObject({ kind: 'failed' });
  expect(readTree(folder.path)).toStrictEqual(before);
});

test.each<[string, Change]>([
  ['written', file('link/file', 'new')],
  ['created in a new directory', file('link/a/b', 'new')],
  ['removed', removed('link/file')],
])('nothing outside of the project is %s through a symbolic link', async (_name, change) => {
  using outside = temporaryFolder({ file: 'precious' });
  using folder = temporaryFolder({ old: 'old' });
  symlinkSync(outside.path, path.join(folder.path, 'link'));
  await expect(writeProject(folder.path, [file('old', 'new'), change])).rejects.toMatchObject({
    kind: 'conflict',
    problem: expect.stringContaining(`it leads to ${outside.path}. Nothing was changed.`),
  });
  expect(readTree(outside.path)).toStrictEqual({ file: 'precious' });
  expect(readFileSync(path.join(folder.path, 'old'), 'utf8')).toBe('old');
});

const failures: [string, Change[], string][] = [
  ['a directory is where a file should be', [file('old', 'new'), file('folder', 'x')], 'directory'],
  ['a file is where a directory should be', [file('old', 'new'), file('mine/x', 'x')], 'a file is'],
  [
    'the path is too long',
    [file('old', 'new'), file('deep/er', 'x'), file('x'.repeat(300), '')],
    'too long',
  ],
];

test.each(failures)('if %s, everything is as it was', async (_name, files, message) => {
  using folder = temporaryFolder({ old: 'old', mine: 'mine' });
  mkdirSync(path.join(folder.path, 'folder'));
  const before = readTree(folder.path);
  await expect(writeProject(folder.path, files)).rejects.toMatchObject({
    kind: 'failed',
    problem: expect.stringContaining(message),
  });
  expect(readTree(folder.path)).toStrictEqual(before);
});

test.each(failures.slice(1))('if %s, no new folder appears', async (_name, files) => {
  using parent = temporaryFolder();
  const all = [file('mine', 'mine'), ...files];
  await expect(writeProject(path.join(parent.path, 'new'), all)).rejects.toMatchObject({
    kind: 'failed',
  });
  expect(readTree(parent.path)).toStrictEqual({});
});

test.each([
  ['SIGINT', 'interrupted'],
  ['SIGTERM', 'terminated'],
] as const)('%s in the middle leaves an existing folder as it was', async (signal, kind) => {
  using folder = temporaryFolder({ old: 'old' });
  const writing = writeProject(folder.path, [file('old', 'new'), file('deep/er', 'x')]);
  process.kill(process.pid, signal);
  await expect(writing).rejects.toMatchObject({
    kind,
    problem: expect.stringContaining('nothing was changed'),
  });
  expect(readTree(folder.path)).toStrictEqual({ old: 'old' });
});

test('SIGINT when all files are changed still puts them back', async () => {
  using folder = temporaryFolder({ old: 'old' });
  const writing = writeProject(folder.path, [file('old', 'new'), file('deep/er', 'x')]);
  await nextTurn();
  await nextTurn();
  expect(readTree(folder.path)).toMatchObject({ old: 'new' });
  process.kill(process.pid, 'SIGINT');
  await expect(writing).rejects.toMatchObject({ kind: 'interrupted' });
  expect(readTree(folder.path)).toStrictEqual({ old: 'old' });
});

test('SIGINT in the middle leaves no new folder', async () => {
  using parent = temporaryFolder();
  const writing = writeProject(path.join(parent.path, 'new'), [file('a', 'a')]);
  process.kill(process.pid, 'SIGINT');
  await expect(writing).rejects.toMatchObject({ kind: 'interrupted' });
  expect(readTree(parent.path)).toStrictEqual({});
});

test('afterwards signals do what they did before', async () => {
  using parent = temporaryFolder();
  const before = process.listenerCount('SIGINT');
  await writeProject(path.join(parent.path, 'new'), [file('a', 'a')]);
  expect(process.listenerCount('SIGINT')).toBe(before);
});

function file(name: string, text: string): Change {
  return { path: name, planned: { contents: Buffer.from(text), executable: false } };
}

function script(name: string): Change {
  return { path: name, planned: { contents: Buffer.from('#!'), executable: true } };
}

function removed(name: string): Change {
  return { path: name, planned: undefined };
}

function modeOf(target: string): number {
  return statSync(target).mode & 0o777;
}
