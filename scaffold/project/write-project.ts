import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { PlannedFile } from '../plan/plan.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import { explainFileSystemError } from './file-system-error.ts';
import { HeldSignals } from './held-signals.ts';

/** The new version of a file. Without `planned`, the file is removed. */
export interface Change {
  /** Inside the project, with slashes. */
  readonly path: string;
  readonly planned: Pick<PlannedFile, 'contents' | 'executable'> | undefined;
}

/**
 * Makes all changes or, if anything fails or a signal is received, none. Directories that become empty are
 * removed. `completeNew` adds more to a new directory, before it gets its name. Throws a ScaffoldError.
 *
 * The work between two checks for signals is synchronous, so nothing else can happen in between.
 */
export async function writeProject(
  directory: string,
  changes: readonly Change[],
  completeNew: (directory: string) => void = () => {},
): Promise<void> {
  if (changes.length === 0) return;
  using signals = new HeldSignals();
  try {
    await (existsSync(directory)
      ? changeDirectory(directory, changes, signals)
      : writeNewDirectory(directory, changes, completeNew, signals));
  } catch (error) {
    throw explainFileSystemError(error, directory);
  }
}

/** A new project is written to a directory beside it, which is then renamed. */
async function writeNewDirectory(
  directory: string,
  changes: readonly Change[],
  complete: (directory: string) => void,
  signals: HeldSignals,
): Promise<void> {
  const staging = stagingPath(path.dirname(directory));
  try {
    mkdirSync(staging);
    for (const { path: file, planned } of changes) {
      const target = path.join(staging, file);
      mkdirSync(path.dirname(target), { recursive: true });
      if (planned !== undefined) writeNewFile(target, planned);
    }
    complete(staging);
    await signals.check();
    renameSync(staging, directory);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

interface Step {
  readonly target: string;
  /** The new version; undefined if the file is removed. */
  readonly staged: string | undefined;
  /** A copy of the current file, if it exists. */
  readonly backup: string | undefined;
}

/** In an existing directory, all new and old versions are stored before the first file is changed. */
async function changeDirectory(
  directory: string,
  changes: readonly Change[],
  signals: HeldSignals,
): Promise<void> {
  // Inside the directory: its parent may be another file system, or not writable.
  const staging = stagingPath(directory);
  const undo: (() => void)[] = [];
  try {
    for (const change of changes) refuseWayOut(directory, change.path);
    mkdirSync(staging);
    const steps = changes.map((change, index) => stage(directory, staging, change, index));
    await signals.check();
    for (const step of steps) apply(directory, step, undo);
    await signals.check();
  } catch (error) {
    for (const revert of undo.toReversed()) revert();
    throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function stage(directory: string, staging: string, change: Change, index: number): Step {
  const target = path.join(directory, change.path);
  const staged = change.planned && path.join(staging, `${index}.new`);
  if (change.planned !== undefined) writeNewFile(staged!, change.planned);
  if (!existsSync(target)) return { target, staged, backup: undefined };
  const backup = path.join(staging, `${index}.old`);
  copyFileSync(target, backup);
  if (staged !== undefined) {
    const executable = change.planned!.executable ? 0o111 : 0;
    chmodSync(staged, (statSync(target).mode & 0o7777) | executable);
  }
  return { target, staged, backup };
}

function apply(directory: string, { target, staged, backup }: Step, undo: (() => void)[]): void {
  if (staged === undefined) {
    rmSync(target);
    undo.push(() => renameSync(backup!, target));
    for (const parent of emptyParents(target, directory)) {
      rmdirSync(parent);
      undo.push(() => mkdirSync(parent));
    }
    return;
  }
  for (const parent of missingParents(target)) {
    mkdirSync(parent);
    undo.push(() => rmdirSync(parent));
  }
  renameSync(staged, target);
  undo.push(() => (backup === undefined ? rmSync(target) : renameSync(backup, target)));
}

/** A project may come from anywhere: through its symbolic links nothing else is written or removed. */
function refuseWayOut(directory: string, file: string): void {
  let parent = path.dirname(path.join(directory, file));
  while (!existsSync(parent)) parent = path.dirname(parent);
  const inside = path.relative(realpathSync(directory), realpathSync(parent));
  if (inside !== '..' && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside)) return;
  throw new ScaffoldError('conflict', {
    problem: `${parent} is outside of the project: it leads to ${realpathSync(parent)}. Nothing was changed.`,
    fix: 'Replace the symbolic link by a directory.',
  });
}

/** The directories above a path that do not exist, the outermost first. */
function missingParents(target: string): string[] {
  const parent = path.dirname(target);
  return existsSync(parent) ? [] : [...missingParents(parent), parent];
}

/** The empty directories above a path and below the project, the innermost first. */
function* emptyParents(target: string, directory: string): Generator<string> {
  for (
    let parent = path.dirname(target);
    parent !== directory && readdirSync(parent).length === 0;
    parent = path.dirname(parent)
  ) {
    // The caller removes it before the next one is examined.
    yield parent;
  }
}

function writeNewFile(
  file: string,
  { contents, executable }: NonNullable<Change['planned']>,
): void {
  writeFileSync(file, contents, { flag: 'wx', mode: executable ? 0o777 : 0o666 });
}

/** Hidden, and unique, so that two runs do not collide. */
function stagingPath(parent: string): string {
  return path.join(parent, `.lambda-container-${process.pid}-${Date.now().toString(36)}`);
}
