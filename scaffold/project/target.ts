import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { explainFileSystemError } from './file-system-error.ts';
import { type ProjectFile, readProjectFile } from './project-file.ts';

export interface Target {
  readonly folder: string;
  /** What an existing project knows of itself; undefined if the project is new. */
  readonly existing: ProjectFile | undefined;
}

/**
 * The project that we are in, if `name` is not another one's. Only the current folder counts: with
 * a .yo-rc.json further up, Yeoman by itself would write the project there.
 */
export function projectHere(cwd: string, name: unknown): Target | undefined {
  const existing = readProjectFile(cwd);
  if (existing === undefined) return undefined;
  const isMeant = name === undefined || name === existing.record.name;
  return isMeant ? { folder: cwd, existing } : undefined;
}

/** The folder of a function with that name, if it can be one. */
export function projectNamed(cwd: string, name: string, force: boolean): Target {
  const folder = path.join(cwd, name);
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return { folder, existing: undefined };
  if (!stats.isDirectory()) {
    throw new CliError(exitCode.failed, {
      problem: `${folder} should be the folder of the project, but it is a file. Nothing was changed.`,
      fix: 'Rename or remove that file, or choose another name.',
    });
  }
  const existing = readProjectFile(folder);
  if (existing === undefined) {
    if (!force) refuseForeignFiles(folder);
    return { folder, existing };
  }
  if (existing.record.name !== name) {
    throw new CliError(exitCode.conflict, {
      problem: `${folder} is the project of another function, "${existing.record.name}".`,
      fix: `Choose another name, or run this inside ${folder} without one.`,
    });
  }
  return { folder, existing };
}

/** What is at a path of the project now, if anything is. */
export function readOnDisk(folder: string, file: string): Buffer | undefined {
  const target = path.join(folder, file);
  try {
    return readFileSync(target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw explainFileSystemError(error, target);
  }
}

function refuseForeignFiles(folder: string): void {
  // A repository that was just cloned is as good as empty.
  const found = readdirSync(folder).filter((entry) => entry !== '.git');
  if (found.length === 0) return;
  const some = found.slice(0, 3).join(', ');
  const more = found.length > 3 ? ` and ${found.length - 3} more` : '';
  throw new CliError(exitCode.conflict, {
    problem: `${folder} should be new or empty, but has ${some}${more}. Nothing was changed.`,
    fix: 'Choose another name, empty the folder, or use --force to write into it all the same.',
  });
}
