import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { packageRoot } from '../../../scaffold/package-root.ts';
import { packageCopy } from '../../helpers/package-copy.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { runOnMount } from '../../helpers/run-on-mount.ts';
import { readTree, temporaryDirectory, type Tree } from '../../helpers/temporary-directory.ts';

const ids = loadCatalog()
  .languages.map(({ id }) => id)
  .join(', ');

const answers = {
  name: 'shop',
  language: 'elixir',
  languageVersion: '1.20',
  base: 'scratch',
  architecture: 'arm64',
};

interface Case {
  readonly title: string;
  readonly tree: Tree;
  readonly exitCode: number;
  readonly says: readonly string[];
}

test.each<Case>([
  {
    title: 'a directory with other files',
    tree: { 'shop/mine': 'mine' },
    exitCode: 3,
    says: ['is not empty: it has mine', '--force'],
  },
  {
    title: 'a file where the directory should be',
    tree: { shop: 'mine' },
    exitCode: 1,
    says: ['but is a file', 'Rename or remove that file'],
  },
  {
    title: 'a file where a directory of the project should be',
    tree: { 'shop/.yo-rc.json': recordWith({}), 'shop/lib': 'mine' },
    exitCode: 1,
    says: ['shop/lib/shop.ex', 'a file is where a directory should be'],
  },
  {
    title: 'a directory where a file of the project should be',
    tree: { 'shop/.yo-rc.json': recordWith({}), 'shop/Dockerfile/mine': 'mine' },
    exitCode: 1,
    says: ['shop/Dockerfile', 'a directory is where a file should be'],
  },
  {
    title: 'a .yo-rc.json that is not JSON',
    tree: { 'shop/.yo-rc.json': '{' },
    exitCode: 1,
    says: ['shop/.yo-rc.json is invalid', 'Restore it'],
  },
  {
    title: 'a .yo-rc.json in the current directory that is not JSON',
    tree: { '.yo-rc.json': '{' },
    exitCode: 1,
    says: ['.yo-rc.json is invalid', 'Restore it'],
  },
  {
    title: 'a .yo-rc.json with a name that leads out of the directory',
    tree: { 'shop/.yo-rc.json': recordWith({ name: '../../etc' }) },
    exitCode: 3,
    says: ['has another project, "../../etc"'],
  },
  {
    title: 'a .yo-rc.json with a language that is none',
    tree: { 'shop/.yo-rc.json': recordWith({ language: '../../etc' }) },
    exitCode: 2,
    says: [`.yo-rc.json, language: expected one of ${ids}, found "../../etc"`],
  },
])('$title: exit code $exitCode, nothing changed', async ({ tree, exitCode, says }) => {
  using here = temporaryDirectory(tree);
  const before = readTree(here.path);
  const result = await runCli(here.path, ['new', 'shop', '--yes']);
  for (const each of says) expect(result.stderr).toContain(each);
  expect(result.stderr).not.toContain('    at ');
  expect(result.exitCode).toBe(exitCode);
  expect(readTree(here.path)).toStrictEqual(before);
});

test.each(['.yo-rc.json', 'Dockerfile', 'lib/shop.ex'])(
  'a pipe or a device in place of %s is refused',
  async (file) => {
    for (const make of [
      'mkfifo "$0"',
      'ln -s /dev/zero "$0"',
      'truncate --size 1G "$0.large" && ln -s "$0.large" "$0"',
    ]) {
      using here = temporaryDirectory({ 'shop/.yo-rc.json': recordWith({}), 'shop/lib/mine': '' });
      const target = path.join(here.path, 'shop', file);
      await execa('sh', ['-c', `rm -f "$0"; ${make}`, target]);
      const { exitCode, stderr } = await runCli(here.path, ['new', 'shop', '--yes']);
      expect(stderr).toMatch(/Expected (a file at|at most \d+ bytes in) .*Nothing was changed\./);
      expect(stderr).toContain(file);
      expect(exitCode).toBe(1);
    }
  },
);

test.each([
  [[{ name: '../../x', event: 'direct' }], 'functions[0].name: "../../x" cannot be the name'],
  [
    [
      { name: 'shop', event: 'direct' },
      { name: 'shop', event: 'direct' },
    ],
    'functions[1].name: "shop" is the name of another function, too.',
  ],
  [
    [
      { name: 'shop', event: 'direct' },
      { name: 'mail', event: '../sqs' },
    ],
    'functions[1].event: expected one of alb, ',
  ],
])('a .yo-rc.json with functions that cannot be: %j', async (functions, message) => {
  using here = temporaryDirectory({ 'shop/.yo-rc.json': recordWith({}, functions) });
  const before = readTree(here.path);
  const { exitCode, stderr } = await runCli(here.path, ['new', 'shop', '--yes', '--dry-run']);
  expect(stderr).toContain(`.yo-rc.json, ${message}`);
  expect(stderr).not.toContain('    at ');
  expect(exitCode).toBe(2);
  expect(readTree(here.path)).toStrictEqual(before);
});

test('a hostile name in the .yo-rc.json of this directory is refused as a flag would be', async () => {
  using here = temporaryDirectory({ '.yo-rc.json': recordWith({ name: '../../etc' }) });
  const { exitCode, stderr } = await runCli(here.path, ['new']);
  expect(stderr).toContain('.yo-rc.json, name: "../../etc" cannot be the name of a project');
  expect(exitCode).toBe(2);
});

test('a broken language.json is named, with the field', async () => {
  using copy = packageCopy({ 'templates/languages/erlang/language.json': '{"id": "erlang"}' });
  using here = temporaryDirectory();
  const { exitCode, stderr } = await runCli(here.path, ['new', '--yes'], { from: copy.path });
  expect(stderr).toContain('templates/languages/erlang/language.json is broken: title: Required;');
  expect(exitCode).toBe(1);
  expect(readTree(here.path)).toStrictEqual({});
});

test('a directory that cannot be written to', async () => {
  using here = temporaryDirectory();
  const result = await runOnMount(
    here.path,
    `mount --bind . . && cd "$PWD" && mount -o remount,ro,bind .
    new shop --yes`,
  );
  expect(result.stderr).toContain(`Cannot write ${here.path}/shop: the file system is read-only.`);
  expect(result.exitCode).toBe(1);
  expect(readTree(here.path)).toStrictEqual({});
});

test('a disk that is full half-way through a new project', async () => {
  using here = temporaryDirectory();
  const result = await runOnMount(
    here.path,
    `mount -t tmpfs -o size=64k none . && cd "$PWD"
    status=0
    new shop --yes || status=$?
    ls -A
    exit $status`,
  );
  expect(result.stderr).toContain(`Cannot write ${here.path}/shop: the disk is full.`);
  expect(result.stdout).toBe('');
  expect(result.exitCode).toBe(1);
});

test('a disk that is full half-way through a change of a project', async () => {
  using here = temporaryDirectory();
  const result = await runOnMount(
    here.path,
    `mount -t tmpfs -o size=4m none . && cd "$PWD"
    new shop --yes 2>/dev/null
    dd if=/dev/zero of=full bs=1k 2>/dev/null || dd if=/dev/zero of=full bs=1k count=8 conv=notrunc 2>/dev/null
    truncate -s -20k full
    tree >/dev/shm/before-$$
    status=0
    new shop --base debian --architecture arm64 || status=$?
    tree | diff /dev/shm/before-$$ - || status=99
    rm /dev/shm/before-$$
    exit $status`,
  );
  expect(result.stderr).toContain(`Cannot write ${here.path}/shop: the disk is full.`);
  expect(result.stdout).toBe('');
  expect(result.exitCode).toBe(1);
});

test('SIGTERM at any time leaves nothing or everything', async () => {
  const complete = await filesOfRun(undefined);
  for (const afterMs of [0, 50, 100, 200, 300, 400, 500, 600]) {
    const files = await filesOfRun(afterMs);
    expect([0, complete]).toContain(files);
  }
});

/** How many files a run leaves that is told to stop after a while. */
async function filesOfRun(afterMs: number | undefined): Promise<number> {
  using here = temporaryDirectory();
  const bin = path.join(packageRoot, 'bin/lambda-container.js');
  const run = spawn(process.execPath, [bin, 'new', 'shop', '--yes'], { cwd: here.path });
  const timer = afterMs === undefined ? undefined : setTimeout(() => run.kill('SIGTERM'), afterMs);
  await once(run, 'exit');
  clearTimeout(timer);
  return Object.keys(readTree(here.path)).length;
}

function recordWith(
  changes: object,
  functions: readonly object[] = [{ name: 'shop', event: 'direct' }],
): string {
  const record = {
    schema: 1,
    generatorVersion: '0.1.0',
    answers: { ...answers, ...changes },
    functions,
    files: {},
  };
  return JSON.stringify({ 'generator-lambda-container': record });
}
