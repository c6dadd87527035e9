import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Change, writeProject } from '../../../scaffold/project/write-project.ts';
import { readTree, temporaryDirectory } from '../../helpers/temporary-directory.ts';

test('a new directory has all files, and nothing is left beside it', async () => {
  using parent = temporaryDirectory();
  await writeProject(path.join(parent.path, 'new'), [file('a/b/c', 'c'), file('d', 'd')]);
  expect(readTree(parent.path)).toStrictEqual({
    'new/': '',
    'new/a/': '',
    'new/a/b/': '',
    'new/a/b/c': 'c',
    'new/d': 'd',
  });
});

test('a new directory has the mode that mkdir would give, a script is executable', async () => {
  using parent = temporaryDirectory();
  const directory = path.join(parent.path, 'new');
  await writeProject(directory, [script('run'), file('data', '')]);
  const umask = process.umask();
  expect(modeOf(directory)).toBe(0o777 & ~umask);
  expect(modeOf(path.join(directory, 'run'))).toBe(0o777 & ~umask);
  expect(modeOf(path.join(directory, 'data'))).toBe(0o666 & ~umask);
});

test('an existing directory keeps its other files', async () => {
  using directory = temporaryDirectory({ mine: 'mine', old: 'old' });
  await writeProject(directory.path, [file('old', 'new'), file('deep/er', 'x')]);
  expect(readTree(directory.path)).toStrictEqual({
    'deep/': '',
    'deep/er': 'x',
    mine: 'mine',
    old: 'new',
  });
});

test('a file that is replaced keeps its mode', async () => {
  using directory = temporaryDirectory({ secret: 'old', script: 'old' });
  chmodSync(path.join(directory.path, 'secret'), 0o600);
  await writeProject(directory.path, [file('secret', 'new'), script('script')]);
  expect(modeOf(path.join(directory.path, 'secret'))).toBe(0o600);
  expect(modeOf(path.join(directory.path, 'script')) & 0o111).toBe(0o111);
});

test('a file goes with the directories that it leaves empty, and with no other', async () => {
  using directory = temporaryDirectory({ 'a/b/c/old': '', 'a/mine': '', 'd/old': '', top: '' });
  await writeProject(directory.path, [removed('a/b/c/old'), removed('d/old'), removed('top')]);
  expect(readTree(directory.path)).toStrictEqual({ 'a/': '', 'a/mine': '' });
});

test('what was removed is back if something fails later', async () => {
  using directory = temporaryDirectory({ 'a/b/old': 'old', mine: 'mine' });
  const before = readTree(directory.path);
  const changes = [removed('a/b/old'), file('mine/x', 'x')];
  await expect(writeProject(directory.path, changes)).rejects.toMatchObject({ kind: 'failed' });
  expect(readTree(directory.path)).toStrictEqual(before);
});

test.each<[string, Change]>([
  ['written', file('link/file', 'new')],
  ['created in a new directory', file('link/a/b', 'new')],
  ['removed', removed('link/file')],
])('nothing outside of the project is %s through a symbolic link', async (_name, change) => {
  using outside = temporaryDirectory({ file: 'precious' });
  using directory = temporaryDirectory({ old: 'old' });
  symlinkSync(outside.path, path.join(directory.path, 'link'));
  await expect(writeProject(directory.path, [file('old', 'new'), change])).rejects.toMatchObject({
    kind: 'conflict',
    problem: expect.stringContaining(`it leads to ${outside.path}. Nothing was changed.`),
  });
  expect(readTree(outside.path)).toStrictEqual({ file: 'precious' });
  expect(readFileSync(path.join(directory.path, 'old'), 'utf8')).toBe('old');
});

const failures: [string, Change[], string][] = [
  [
    'a directory is where a file should be',
    [file('old', 'new'), file('directory', 'x')],
    'directory',
  ],
  ['a file is where a directory should be', [file('old', 'new'), file('mine/x', 'x')], 'a file is'],
  [
    'the path is too long',
    [file('old', 'new'), file('deep/er', 'x'), file('x'.repeat(300), '')],
    'too long',
  ],
];

test.each(failures)('if %s, everything is as it was', async (_name, files, message) => {
  using directory = temporaryDirectory({ old: 'old', mine: 'mine' });
  mkdirSync(path.join(directory.path, 'directory'));
  const before = readTree(directory.path);
  await expect(writeProject(directory.path, files)).rejects.toMatchObject({
    kind: 'failed',
    problem: expect.stringContaining(message),
  });
  expect(readTree(directory.path)).toStrictEqual(before);
});

test.each(failures.slice(1))('if %s, no new directory appears', async (_name, files) => {
  using parent = temporaryDirectory();
  const all = [file('mine', 'mine'), ...files];
  await expect(writeProject(path.join(parent.path, 'new'), all)).rejects.toMatchObject({
    kind: 'failed',
  });
  expect(readTree(parent.path)).toStrictEqual({});
});

test.each([
  ['SIGHUP', 'hung-up'],
  ['SIGINT', 'interrupted'],
  ['SIGQUIT', 'quit'],
  ['SIGTERM', 'terminated'],
] as const)('%s in the middle leaves an existing directory as it was', async (signal, kind) => {
  using directory = temporaryDirectory({ old: 'old' });
  const writing = writeProject(directory.path, [file('old', 'new'), file('deep/er', 'x')]);
  process.kill(process.pid, signal);
  await expect(writing).rejects.toMatchObject({
    kind,
    problem: expect.stringContaining('nothing was changed'),
  });
  expect(readTree(directory.path)).toStrictEqual({ old: 'old' });
});

test('SIGINT when all files are changed still puts them back', async () => {
  using directory = temporaryDirectory({ old: 'old' });
  const writing = writeProject(directory.path, [file('old', 'new'), file('deep/er', 'x')]);
  await nextTurn();
  await nextTurn();
  expect(readTree(directory.path)).toMatchObject({ old: 'new' });
  process.kill(process.pid, 'SIGINT');
  await expect(writing).rejects.toMatchObject({ kind: 'interrupted' });
  expect(readTree(directory.path)).toStrictEqual({ old: 'old' });
});

test('SIGINT in the middle leaves no new directory', async () => {
  using parent = temporaryDirectory();
  const writing = writeProject(path.join(parent.path, 'new'), [file('a', 'a')]);
  process.kill(process.pid, 'SIGINT');
  await expect(writing).rejects.toMatchObject({ kind: 'interrupted' });
  expect(readTree(parent.path)).toStrictEqual({});
});

test('afterwards signals do what they did before', async () => {
  using parent = temporaryDirectory();
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
