import path from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { languageStyle } from '../catalog/language-styles.ts';
import type { FunctionRequest } from '../options/function-request.ts';
import { packageVersion } from '../package-root.ts';
import { type NamedFunction, nameFunctions } from '../plan/functions.ts';
import { plan, type PlannedFile, type Spec } from '../plan/plan.ts';
import { type Problem, ScaffoldError } from '../scaffold-error.ts';
import { shellWord } from '../shell-word.ts';
import { functionFault } from './check-functions.ts';
import { gitBlobId } from './git-blob.ts';
import { isChange, type ReconciledFile } from './reconcile.ts';
import { reconcileChange, type ReconciledChange } from './reconcile-change.ts';
import { readRecord, recordFile, recordFileName } from './record.ts';
import { type Project, reconcileRecord, settleProject } from './settle-project.ts';
import { filesIn, projectHere, readOnDisk, type Target } from './target.ts';
import { writeProject } from './write-project.ts';

/** A project whose functions have been changed. */
export interface ChangedFunctions {
  /** As it is now. */
  readonly project: Project;
  /** The one that was added; undefined if one was removed. */
  readonly added: NamedFunction | undefined;
  /** The files that the change is about. */
  readonly files: readonly ReconciledFile[];
  readonly isDryRun: boolean;
}

type Functions = Spec['functions'];

/** The functions of the project in this directory, the first one first. Throws a ScaffoldError if there is no project. */
export async function listFunctions(cwd: string, catalog: Catalog): Promise<NamedFunction[]> {
  return namesIn(await projectIn(cwd, catalog), catalog);
}

/**
 * Adds a function to the project in this directory: its files, and what the others say about it. Everything is written or,
 * if there is no place for some of it, nothing. Throws a ScaffoldError.
 */
export async function addFunction(
  { name, event, dryRun }: FunctionRequest,
  cwd: string,
  catalog: Catalog,
): Promise<ChangedFunctions> {
  const project = await projectIn(cwd, catalog);
  const { answers, functions } = project.spec;
  const more: Functions = [...functions, { name, event }];
  refuseFault(project, more, catalog);
  const before = plan(catalog, project.spec, packageVersion());
  const spec = { answers, functions: more };
  const added = namesIn({ ...project, spec }, catalog).at(-1)!;
  refuseTakenFiles(added, before);
  const files = await changeProject(project, spec, before, catalog, dryRun);
  return { project: { ...project, spec }, added, files, isDryRun: dryRun };
}

/** Removes a function. Its files that the user has changed stay, as `leave behind`. Throws a ScaffoldError. */
export async function removeFunction(
  { name, dryRun }: FunctionRequest,
  cwd: string,
  catalog: Catalog,
): Promise<ChangedFunctions> {
  const project = await projectIn(cwd, catalog);
  const { answers, functions } = project.spec;
  const fewer = functionsWithout(functions, name);
  const before = plan(catalog, project.spec, packageVersion());
  const spec = { answers, functions: fewer };
  const files = await changeProject(project, spec, before, catalog, dryRun);
  const paths = new Set(before.map((file) => file.path));
  const others = filesIn(project.target.directory, `events/${name}/`)
    .filter((file) => !paths.has(file))
    .map((file): ReconciledFile => {
      return {
        path: file,
        owner: 'user',
        state: 'leave behind',
        onDisk: undefined,
        planned: undefined,
      };
    });
  return {
    project: { ...project, spec },
    added: undefined,
    files: [...others, ...files],
    isDryRun: dryRun,
  };
}

/** Throws a ScaffoldError if there is no project here, or one of a layout that has to be updated first. */
async function projectIn(cwd: string, catalog: Catalog): Promise<Project> {
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

function namesIn({ spec, language }: Project, catalog: Catalog): NamedFunction[] {
  const { answers, functions } = spec;
  return nameFunctions(catalog, languageStyle(language, answers.style), answers.name, functions);
}

async function changeProject(
  { target }: Project,
  spec: Spec,
  before: readonly PlannedFile[],
  catalog: Catalog,
  dryRun: boolean,
): Promise<ReconciledFile[]> {
  const { record, others } = target.existing!;
  const change = reconcileChange({
    before,
    after: plan(catalog, spec, packageVersion()),
    recorded: record.files,
    read: (file) => readOnDisk(target.directory, file),
  });
  refuseOutdated(change, record.files);
  refuseConflicts(change, target);
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

function functionsWithout(functions: Functions, name: string): Functions {
  const [first, ...others] = functions;
  if (first.name === name) {
    throw new ScaffoldError('conflict', {
      problem: `${name} is the first function of the project: its files have the names of the project.`,
      fix: 'Change its handler, or generate a new project in another directory.',
    });
  }
  if (!others.some((each) => each.name === name)) {
    const names = others.map((each) => each.name);
    const found = names.length === 0 ? 'none but the first' : names.join(', ');
    throw new ScaffoldError('usage', {
      problem: `Expected a function of the project that can be removed, which has ${found}; found "${name}".`,
      fix: 'lambda-container function --list shows all of them.',
      typo: { typed: name, candidates: names, format: (candidate) => candidate },
    });
  }
  return [first, ...others.filter((each) => each.name !== name)];
}

/** What would be refused in the record is refused here, in the words of the command line. */
function refuseFault({ spec, language }: Project, functions: Functions, catalog: Catalog): void {
  const fault = functionFault(functions, functions.length - 1, catalog, language, spec.answers);
  if (fault === undefined) return;
  const { field, kind, problem } = fault;
  const label = { name: '<name>: ', event: '--event: ', none: 'functions: ' }[field ?? 'none'];
  throw new ScaffoldError(kind, { ...problem, problem: `${label}${problem.problem}` });
}

/** A function may want a file that the project has for another purpose. */
function refuseTakenFiles(added: NamedFunction, before: readonly PlannedFile[]): void {
  const paths = new Set(before.map((file) => file.path));
  const taken = [added.handlerFile, added.testFile].find((file) => paths.has(file));
  if (taken === undefined) return;
  throw conflict({
    problem: `<name>: "${added.name}" cannot be the name of a function here: its file ${taken} is another file of the project.`,
    fix: 'Choose another name.',
  });
}

/** Files that the user has not changed, and that older templates have made in another way. */
function refuseOutdated(
  { files, missing }: ReconciledChange,
  recorded: Readonly<Record<string, string>>,
): void {
  const outdated = files
    .filter(({ path: file, onDisk }) => {
      return missing.has(file) && onDisk !== undefined && recorded[file] === gitBlobId(onDisk);
    })
    .map((file) => file.path);
  if (outdated.length === 0) return;
  throw conflict({
    problem: `An older version of the generator has made ${outdated.join(', ')}, where the function has to be named. Nothing was written.`,
    fix: 'Update the project first: lambda-container new',
  });
}

function refuseConflicts({ files, missing }: ReconciledChange, { directory }: Target): void {
  const conflicts = files.filter(({ state }) => state === 'conflict').map((file) => file.path);
  const taken = conflicts.filter((file) => !missing.has(file));
  if (taken.length > 0) {
    throw conflict({
      problem: `Expected no files where the function needs its own, found ${taken.join(', ')}. Nothing was written.`,
      fix: 'Choose another name for the function, or move these files.',
    });
  }
  if (missing.size === 0) return;
  throw conflict({
    problem: [
      'You changed these files where the function has to be named. Nothing was written. Edit them yourself:',
      ...[...missing].flatMap(([file, edits]) => ['', `${path.join(directory, file)}:`, ...edits]),
      '',
    ].join('\n'),
    fix: 'Then run this again. It leaves alone what is there already.',
  });
}

function conflict(problem: Problem): ScaffoldError {
  return new ScaffoldError('conflict', problem);
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
