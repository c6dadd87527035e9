import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { explainFileSystemError } from './file-system-error.ts';
import { HeldSignals } from './held-signals.ts';
import type { PlannedFile } from '../plan/plan.ts';

/**
 * Writes all of the files or, if anything fails or a signal comes in, none of them.
 *
 * The work between two checks for signals is synchronous: nothing else can happen in between.
 */
export async function writeProject(folder: string, files: readonly PlannedFile[]): Promise<void> {
  using signals = new HeldSignals();
  try {
    await (existsSync(folder)
      ? writeIntoFolder(folder, files, signals)
      : writeNewFolder(folder, files, signals));
  } catch (error) {
    throw explainFileSystemError(error, folder);
  }
}

/** A new project appears by one rename of a complete folder beside it. */
async function writeNewFolder(
  folder: string,
  files: readonly PlannedFile[],
  signals: HeldSignals,
): Promise<void> {
  const staging = stagingPath(path.dirname(folder));
  try {
    mkdirSync(staging);
    for (const file of files) {
      const target = path.join(staging, file.path);
      mkdirSync(path.dirname(target), { recursive: true });
      writeNewFile(target, file);
    }
    await signals.check();
    renameSync(staging, folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

interface Step {
  readonly target: string;
  readonly staged: string;
  /** A copy of what is at the target now, if anything is. */
  readonly backup: string | undefined;
}

/** In an existing folder every new and old version is stored before the first file changes. */
async function writeIntoFolder(
  folder: string,
  files: readonly PlannedFile[],
  signals: HeldSignals,
): Promise<void> {
  // Inside the folder: what is beside it may be another file system, or not ours to write to.
  const staging = stagingPath(folder);
  const undo: (() => void)[] = [];
  try {
    mkdirSync(staging);
    const steps = files.map((file, index) => stage(folder, staging, file, index));
    await signals.check();
    for (const step of steps) apply(step, undo);
    await signals.check();
  } catch (error) {
    for (const revert of undo.toReversed()) revert();
    throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function stage(folder: string, staging: string, file: PlannedFile, index: number): Step {
  const target = path.join(folder, file.path);
  const staged = path.join(staging, `${index}.new`);
  writeNewFile(staged, file);
  if (!existsSync(target)) return { target, staged, backup: undefined };
  const backup = path.join(staging, `${index}.old`);
  copyFileSync(target, backup);
  const executable = file.executable ? 0o111 : 0;
  chmodSync(staged, (statSync(target).mode & 0o7777) | executable);
  return { target, staged, backup };
}

function apply({ target, staged, backup }: Step, undo: (() => void)[]): void {
  for (const parent of missingParents(target)) {
    mkdirSync(parent);
    undo.push(() => rmdirSync(parent));
  }
  renameSync(staged, target);
  undo.push(() => (backup === undefined ? rmSync(target) : renameSync(backup, target)));
}

/** The folders above a path that do not exist, the outermost first. */
function missingParents(target: string): string[] {
  const parent = path.dirname(target);
  return existsSync(parent) ? [] : [...missingParents(parent), parent];
}

function writeNewFile(file: string, { contents, executable }: PlannedFile): void {
  writeFileSync(file, contents, { flag: 'wx', mode: executable ? 0o777 : 0o666 });
}

/** Hidden, and unlike any other: two runs at once must not meet. */
function stagingPath(parent: string): string {
  return path.join(parent, `.lambda-container-${process.pid}-${Date.now().toString(36)}`);
}
