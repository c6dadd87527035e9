import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';

import { commandLine, type CommandLine } from '../../programs/command-line.ts';
import type { Target } from './target.ts';

/** Whether a git repository is made with a project, and if not, why. With a dry run, whether it would be. */
export type GitRepository =
  | { readonly state: 'create' }
  | {
      readonly state: 'none';
      /**
       * no-git: not wanted · existing-directory: the directory is not new · inside-repository: it is in a repository, or in one
       * that git cannot read · git-missing: there is no git to run · git-failed: `git init` failed.
       */
      readonly reason:
        'no-git' | 'existing-directory' | 'inside-repository' | 'git-missing' | 'git-failed';
      /** What git said, if it refused something. */
      readonly message?: string;
    };

/** Decides whether a project gets a repository, as `cargo new` and `uv init` do. Writes nothing. */
export function settleRepository({ directory }: Target, isUnwanted: boolean): GitRepository {
  if (isUnwanted) return { state: 'none', reason: 'no-git' };
  if (existsSync(directory)) return { state: 'none', reason: 'existing-directory' };
  const { status, stderr, isMissing } = git(
    path.dirname(directory),
    commandLine('rev-parse', ['--is-inside-work-tree']),
  );
  if (isMissing) return { state: 'none', reason: 'git-missing' };
  if (status === 0) return { state: 'none', reason: 'inside-repository' };
  // Of a repository that is broken or another user's, git says other things.
  if (/not a git repository \(or any /.test(stderr)) return { state: 'create' };
  return { state: 'none', reason: 'inside-repository', message: lastLine(stderr) };
}

/**
 * Makes a repository without a commit in a directory that has none. The user's configuration decides the name of the branch and
 * the template. Where git fails, nothing of a repository is left.
 */
export function initRepository(directory: string): GitRepository {
  const { status, stderr } = git(directory, commandLine('init', ['--quiet']));
  if (status === 0) return { state: 'create' };
  rmSync(path.join(directory, '.git'), { recursive: true, force: true });
  return { state: 'none', reason: 'git-failed', message: lastLine(stderr) };
}

/** The line of a report about it, if there is something to say. */
export function describeRepository(repository: GitRepository): string[] {
  if (repository.state === 'create') return ['* creating .git (git init)'];
  const { reason, message } = repository;
  if (message === undefined) return [];
  const why =
    reason === 'git-failed'
      ? 'git init failed'
      : 'git cannot say whether the directory is in one already';
  return [
    `No git repository was made, because ${why}: ${message}`,
    'To make one once that is solved, run git init in the project.',
  ];
}

/** git hooks and aliases set these: with them, `git init` would change another repository than that of the directory. */
const variablesOfRepository = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
]);

function git(cwd: string, args: CommandLine) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !variablesOfRepository.has(name)),
  );
  const { error, status, stderr } = spawnSync('git', args, {
    cwd,
    // Its messages are read, and shown among English ones.
    env: { ...env, LC_ALL: 'C' },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return { status, stderr: stderr ?? '', isMissing: error !== undefined };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)!;
}
