import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ScaffoldError } from '../scaffold-error.ts';
import { explainFileSystemError } from './file-system-error.ts';
import { readPlainFile } from './read-plain-file.ts';
import { readRecord, type RecordFile } from './record.ts';

export interface Target {
  readonly directory: string;
  /** The record of an existing project; undefined if the project is new. */
  readonly existing: RecordFile | undefined;
}

/**
 * The project in the current directory, if `name` is not that of another one. Parent directories do not count,
 * unlike in Yeoman, which would write the project next to a .yo-rc.json further up.
 */
export function projectHere(cwd: string, name: unknown): Target | undefined {
  const existing = readRecord(cwd);
  if (existing === undefined) return undefined;
  const isMeant = name === undefined || name === existing.record.answers['name'];
  return isMeant ? { directory: cwd, existing } : undefined;
}

/** The directory of a project with that name. Throws a ScaffoldError if it cannot be one. */
export function projectNamed(cwd: string, name: string, force: boolean): Target {
  const directory = path.join(cwd, name);
  const stats = statSync(directory, { throwIfNoEntry: false });
  if (stats === undefined) return { directory, existing: undefined };
  if (!stats.isDirectory()) {
    throw new ScaffoldError('failed', {
      problem: `${directory} should be the directory of the project, but is a file. Nothing was changed.`,
      fix: 'Rename or remove that file, or choose another name.',
    });
  }
  const existing = readRecord(directory);
  if (existing === undefined) {
    if (!force) refuseForeignFiles(directory);
    return { directory, existing };
  }
  if (existing.record.answers['name'] !== name) {
    throw new ScaffoldError('conflict', {
      problem: `${directory} has another project, "${existing.record.answers['name']}".`,
      fix: `Choose another name, or run this inside ${directory} without one.`,
    });
  }
  return { directory, existing };
}

/** The current contents of a file of the project, if it exists. */
export function readOnDisk(directory: string, file: string): Buffer | undefined {
  const target = path.join(directory, file);
  try {
    return readPlainFile(target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw explainFileSystemError(error, target);
  }
}

/** The files right in a directory of the project, below the project; none where there is no such directory. */
export function filesIn(project: string, directory: string): string[] {
  const target = path.join(project, directory);
  if (!statSync(target, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(target, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => path.posix.join(directory, name));
}

function refuseForeignFiles(directory: string): void {
  // An empty repository counts as an empty directory.
  const found = readdirSync(directory).filter((entry) => entry !== '.git');
  if (found.length === 0) return;
  const some = found.slice(0, 3).join(', ');
  const more = found.length > 3 ? ` and ${found.length - 3} more` : '';
  throw new ScaffoldError('conflict', {
    problem: `${directory} is not empty: it has ${some}${more}. Nothing was changed.`,
    fix: 'Choose another name, empty the directory, or use --force to write into it anyway.',
  });
}
