import path from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import { shellWord } from '../shell-word.ts';
import { readRecord, recordFileName } from './record.ts';
import { type Project, settleProject } from './settle-project.ts';
import { projectHere } from './target.ts';

/**
 * The project in this directory, as recorded. Throws a ScaffoldError if there is none, or one of a layout that has
 * to be updated first.
 */
export async function existingProject(cwd: string, catalog: Catalog): Promise<Project> {
  const target = projectHere(cwd, undefined);
  if (target === undefined) throw noProject(cwd);
  if (target.existing!.edits.length > 0) {
    throw new ScaffoldError('conflict', {
      problem: 'This project has the layout of an older version of the generator.',
      fix: 'Update it first: lambda-container new',
    });
  }
  const asRecorded = { given: {}, yes: false, force: false };
  return settleProject(asRecorded, cwd, catalog, undefined);
}

function noProject(cwd: string): ScaffoldError {
  const above = projectAbove(cwd);
  return new ScaffoldError('usage', {
    problem: `Expected a project in ${cwd}, found no ${recordFileName} of one.`,
    fix:
      above === undefined
        ? 'Run this in the directory of a project. lambda-container new makes one.'
        : `Run this in the directory of the project: cd ${shellWord(above)}`,
  });
}

function projectAbove(directory: string): string | undefined {
  const parent = path.dirname(directory);
  if (parent === directory) return undefined;
  return isProject(parent) ? parent : projectAbove(parent);
}

/** A broken record of another directory is none of our business. */
function isProject(directory: string): boolean {
  try {
    return readRecord(directory) !== undefined;
  } catch {
    return false;
  }
}
