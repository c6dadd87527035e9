import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { runApp } from '../../helpers/run-app.ts';
import { runCli } from '../../helpers/run-cli.ts';
import {
  readTree,
  temporaryDirectory,
  type Tree,
  writeTree,
} from '../../helpers/temporary-directory.ts';

/** Runs git without the configuration of this machine. */
async function git(cwd: string, ...args: string[]): Promise<string> {
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const { stdout } = await execa('git', args, { cwd, env });
  return stdout;
}

/** Generates the project `shop`, and returns the document and what the command said. */
async function makeShop(cwd: string, env: Record<string, string> = {}, ...flags: string[]) {
  const args = ['new', 'shop', '--yes', '--json', ...flags];
  const { exitCode, stdout, stderr } = await runCli(cwd, args, { env });
  expect(exitCode).toBe(0);
  return { git: (JSON.parse(stdout) as { git: unknown }).git, stderr };
}

function shopHasRepository(cwd: string): boolean {
  return Object.keys(readTree(cwd)).includes('shop/.git/');
}

/** A directory with a command `git` that is this script. */
function fakeGit(script: string): ReturnType<typeof temporaryDirectory> {
  const directory = temporaryDirectory({ git: `#!/bin/sh\n${script}\n` });
  chmodSync(path.join(directory.path, 'git'), 0o755);
  return directory;
}

test('a new directory outside of a repository gets one, with the branch of the user and no commit', async () => {
  using here = temporaryDirectory({ config: '[init]\n\tdefaultBranch = trunk\n' });
  const made = await makeShop(here.path, { GIT_CONFIG_GLOBAL: path.join(here.path, 'config') });
  expect(made.git).toStrictEqual({ state: 'create' });
  expect(made.stderr).toContain('\n* creating .git (git init)\n');
  const shop = path.join(here.path, 'shop');
  expect(await git(shop, 'rev-parse', '--show-toplevel')).toBe(shop);
  const status = await git(shop, 'status', '--branch', '--porcelain');
  expect(status).toContain('## No commits yet on trunk\n');
  expect(status).toContain('\n?? Dockerfile\n');
  expect(Object.keys(readTree(here.path)).filter((file) => !file.startsWith('shop/'))).toEqual([
    'config',
  ]);
});

test('--no-git makes none, from `yo` either', async () => {
  using here = temporaryDirectory();
  const made = await makeShop(here.path, {}, '--no-git');
  expect(made.git).toStrictEqual({ state: 'none', reason: 'no-git' });
  expect(made.stderr).not.toContain('.git ');
  expect(shopHasRepository(here.path)).toBe(false);

  using there = temporaryDirectory();
  // What yo makes of --no-git.
  await runApp(there.path, ['shop'], { yes: true, git: false });
  expect(shopHasRepository(there.path)).toBe(false);
  await runApp(there.path, ['other'], { yes: true });
  expect(Object.keys(readTree(there.path))).toContain('other/.git/');
});

test('--dry-run says that one would be made', async () => {
  using here = temporaryDirectory();
  const made = await makeShop(here.path, {}, '--dry-run');
  expect(made.git).toStrictEqual({ state: 'create' });
  expect(made.stderr).toContain('\n* creating .git (git init)\n');
  expect(readTree(here.path)).toStrictEqual({});
});

test('a directory that is there already gets none', async () => {
  using here = temporaryDirectory();
  mkdirSync(path.join(here.path, 'shop'));
  const made = await makeShop(here.path);
  expect(made.git).toStrictEqual({ state: 'none', reason: 'existing-directory' });
  expect(shopHasRepository(here.path)).toBe(false);
});

test.each([['.'], ['below'], ['.git'], ['bare.git']])(
  'in a repository there is no second one: %s',
  async (directory) => {
    using here = temporaryDirectory({ 'below/file': '' });
    await git(here.path, 'init', '--quiet');
    await git(here.path, 'init', '--quiet', '--bare', 'bare.git');
    const cwd = path.join(here.path, directory);
    const made = await makeShop(cwd);
    expect(made.git).toStrictEqual({ state: 'none', reason: 'inside-repository' });
    expect(made.stderr).not.toContain('git repository');
    expect(shopHasRepository(cwd)).toBe(false);
  },
);

test('in a work tree of a repository elsewhere there is no second one', async () => {
  using here = temporaryDirectory();
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  await git(here.path, 'init', '--quiet', 'main');
  const main = path.join(here.path, 'main');
  await git(main, ...identity, 'commit', '--quiet', '--allow-empty', '--message', 'Start');
  await git(main, 'worktree', 'add', '--quiet', '../tree');
  const made = await makeShop(path.join(here.path, 'tree'));
  expect(made.git).toStrictEqual({ state: 'none', reason: 'inside-repository' });
});

interface Broken {
  readonly title: string;
  readonly tree: Tree;
  readonly message: string;
}

test.each<Broken>([
  { title: 'a .git file that is none', tree: { '.git': 'x' }, message: 'invalid gitfile format' },
  {
    title: 'a work tree whose repository is gone',
    tree: { '.git': 'gitdir: /nowhere\n' },
    message: 'not a git repository: /nowhere',
  },
  { title: 'a broken configuration', tree: { '.git/config': '[[[' }, message: 'bad config line 1' },
])('below $title none is made, and the user is told', async ({ tree, message }) => {
  using here = temporaryDirectory();
  if ('.git/config' in tree) await git(here.path, 'init', '--quiet');
  writeTree(here.path, tree);
  const made = await makeShop(here.path);
  expect(made.git).toStrictEqual({
    state: 'none',
    reason: 'inside-repository',
    message: expect.stringContaining(message),
  });
  expect(made.stderr).toContain('No git repository was made, because git cannot say whether');
  expect(shopHasRepository(here.path)).toBe(false);
});

test('an empty .git above is not a repository', async () => {
  using here = temporaryDirectory();
  mkdirSync(path.join(here.path, '.git'));
  expect(await makeShop(here.path)).toMatchObject({ git: { state: 'create' } });
});

test('variables of another repository change nothing, there or here', async () => {
  using other = temporaryDirectory();
  await git(other.path, 'init', '--quiet');
  const before = readTree(other.path);
  using here = temporaryDirectory();
  const repository = path.join(other.path, '.git');
  const made = await makeShop(here.path, {
    GIT_DIR: repository,
    GIT_WORK_TREE: here.path,
    GIT_COMMON_DIR: repository,
    GIT_INDEX_FILE: path.join(repository, 'index'),
    GIT_OBJECT_DIRECTORY: path.join(repository, 'objects'),
  });
  expect(made.git).toStrictEqual({ state: 'create' });
  const shop = path.join(here.path, 'shop');
  expect(await git(shop, 'rev-parse', '--show-toplevel')).toBe(shop);
  expect(Object.keys(readTree(here.path))).toContain('shop/.git/objects/');
  expect(readTree(other.path)).toStrictEqual(before);
});

test('without git, the project is made without a repository', async () => {
  using here = temporaryDirectory();
  const made = await makeShop(here.path, { PATH: '/nowhere' });
  expect(made.git).toStrictEqual({ state: 'none', reason: 'git-missing' });
  expect(Object.keys(readTree(here.path))).toContain('shop/Dockerfile');
});

test('where git init fails half-way, the project is made, and nothing of a repository is left', async () => {
  using here = temporaryDirectory();
  using bin = fakeGit(
    'case $1 in rev-parse) echo "fatal: not a git repository (or any of the parent directories): .git" >&2; exit 128;; esac\n' +
      'mkdir .git; echo x >.git/HEAD; echo "fatal: cannot copy the template" >&2; exit 128',
  );
  const made = await makeShop(here.path, { PATH: `${bin.path}:${process.env['PATH']}` });
  expect(made.git).toStrictEqual({
    state: 'none',
    reason: 'git-failed',
    message: 'fatal: cannot copy the template',
  });
  expect(made.stderr).toContain(
    'No git repository was made, because git init failed: fatal: cannot copy the template\n',
  );
  expect(shopHasRepository(here.path)).toBe(false);
  expect(Object.keys(readTree(here.path))).toContain('shop/Dockerfile');
});

test('Ctrl-C during git init leaves nothing', async () => {
  using here = temporaryDirectory();
  using bin = fakeGit(
    'case $1 in rev-parse) echo "fatal: not a git repository (or any of the parent directories): .git" >&2; exit 128;; esac\n' +
      // As a terminal does: both processes get the signal.
      'mkdir .git; kill -INT "$PPID"; kill -INT $$',
  );
  const { exitCode, stderr } = await runCli(here.path, ['new', 'shop', '--yes'], {
    env: { PATH: `${bin.path}:${process.env['PATH']}` },
  });
  expect(stderr).toContain('Interrupted: nothing was changed.');
  expect(exitCode).toBe(130);
  expect(readTree(here.path)).toStrictEqual({});
});
