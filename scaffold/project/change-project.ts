import path from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { packageVersion } from '../package-root.ts';
import { plan, type Spec } from '../plan/plan.ts';
import { type Problem, ScaffoldError } from '../scaffold-error.ts';
import { gitBlobId } from './git-blob.ts';
import { isChange, type ReconciledFile } from './reconcile.ts';
import { reconcileChange, type ReconciledChange } from './reconcile-change.ts';
import { recordFile } from './record.ts';
import { type Project, reconcileRecord } from './settle-project.ts';
import { readOnDisk, type Target } from './target.ts';
import { writeProject } from './write-project.ts';

/** What a change of a project is about, for its messages. */
export interface Subject {
  /** As in "where the function has to be named". */
  readonly name: string;
  /** What begins the block of files that the change edits. */
  readonly block: string;
  /** What to do if its files are taken. */
  readonly whereTaken: string;
}

/**
 * Changes what an existing project is made of: the files that differ, and what others say about it. Everything is written
 * or, if there is no place for some of it, nothing. Throws a ScaffoldError.
 */
export async function changeProject(
  { spec: old, target, language }: Project,
  spec: Spec,
  catalog: Catalog,
  { subject, dryRun }: { subject: Subject; dryRun: boolean },
): Promise<ReconciledFile[]> {
  const { record, others } = target.existing!;
  const change = reconcileChange({
    block: subject.block,
    before: plan(catalog, old, packageVersion()),
    after: plan(catalog, spec, packageVersion()),
    recorded: record.files,
    packages: language.packages,
    read: (file) => readOnDisk(target.directory, file),
  });
  refuseOutdated(change, record.files, subject);
  refuseConflicts(change, target, subject);
  // The other files are still those of the version that has generated them.
  const own = recordFile(spec, change.ids, record.generatorVersion, others);
  const files = [...change.files, reconcileRecord(target, own)];
  if (!dryRun) {
    await writeProject(
      target.directory,
      files.filter((file) => isChange(file)),
    );
  }
  return files;
}

/** Files that the user has not changed, and that older templates have made in another way. */
function refuseOutdated(
  { files, missing }: ReconciledChange,
  recorded: Readonly<Record<string, string>>,
  { name }: Subject,
): void {
  const outdated = files
    .filter(({ path: file, onDisk }) => {
      return missing.has(file) && onDisk !== undefined && recorded[file] === gitBlobId(onDisk);
    })
    .map((file) => file.path);
  if (outdated.length === 0) return;
  throw conflict({
    problem: `An older version of the generator has made ${outdated.join(', ')}, where ${name} has to be named. Nothing was written.`,
    fix: 'Update the project first: lambda-container new',
  });
}

function refuseConflicts(
  { files, missing }: ReconciledChange,
  { directory }: Target,
  { name, whereTaken }: Subject,
): void {
  const conflicts = files.filter(({ state }) => state === 'conflict').map((file) => file.path);
  const taken = conflicts.filter((file) => !missing.has(file));
  if (taken.length > 0) {
    throw conflict({
      problem: `Expected no files where ${name} needs its own, found ${taken.join(', ')}. Nothing was written.`,
      fix: whereTaken,
    });
  }
  if (missing.size === 0) return;
  throw conflict({
    problem: `You changed these files where ${name} has to be named. Nothing was written. Edit them yourself:`,
    details: [
      ...[...missing].flatMap(([file, edits]) => [
        '',
        `${path.join(directory, file)}:`,
        ...edits.flatMap((edit) => edit.split('\n')),
      ]),
      '',
    ],
    fix: 'Then run this again. It leaves alone what is there already.',
  });
}

function conflict(problem: Problem): ScaffoldError {
  return new ScaffoldError('conflict', problem);
}
