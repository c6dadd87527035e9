import type { Catalog } from '../catalog/catalog.ts';
import { languageStyle } from '../catalog/language-styles.ts';
import type { FunctionRequest } from '../options/function-request.ts';
import { packageVersion } from '../package-root.ts';
import { type NamedFunction, nameFunctions } from '../plan/functions.ts';
import { plan, type PlannedFile, type Spec } from '../plan/plan.ts';
import { type Problem, ScaffoldError } from '../scaffold-error.ts';
import { functionFault } from './check-functions.ts';
import { checkState } from './check-state.ts';
import { changeProject, type Subject } from './change-project.ts';
import { existingProject } from './existing-project.ts';
import type { ReconciledFile } from './reconcile.ts';
import type { Project } from './settle-project.ts';
import { filesIn } from './target.ts';

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

const subject: Subject = {
  name: 'the function',
  block: 'BEGIN functions',
  whereTaken: 'Choose another name for the function, or move these files.',
};

/** The functions of the project in this directory, the first one first. Throws a ScaffoldError if there is no project. */
export async function listFunctions(cwd: string, catalog: Catalog): Promise<NamedFunction[]> {
  return namesIn(await existingProject(cwd, catalog), catalog);
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
  const project = await existingProject(cwd, catalog);
  const { answers, functions } = project.spec;
  const more: Functions = [...functions, { name, event }];
  refuseFault(project, more, catalog);
  checkState({ answers, functions: more }, catalog);
  const before = plan(catalog, project.spec, packageVersion());
  const spec = { answers, functions: more };
  const added = namesIn({ ...project, spec }, catalog).at(-1)!;
  refuseTakenFiles(added, before);
  const files = await changeProject(project, spec, catalog, { subject, dryRun });
  return { project: { ...project, spec }, added, files, isDryRun: dryRun };
}

/** Removes a function. Its files that the user has changed stay, as `leave behind`. Throws a ScaffoldError. */
export async function removeFunction(
  { name, dryRun }: FunctionRequest,
  cwd: string,
  catalog: Catalog,
): Promise<ChangedFunctions> {
  const project = await existingProject(cwd, catalog);
  const { answers, functions } = project.spec;
  const fewer = functionsWithout(functions, name);
  const before = plan(catalog, project.spec, packageVersion());
  const spec = { answers, functions: fewer };
  const files = await changeProject(project, spec, catalog, { subject, dryRun });
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

function namesIn({ spec, language }: Project, catalog: Catalog): NamedFunction[] {
  const { answers, functions } = spec;
  return nameFunctions(catalog, languageStyle(language, answers.style), answers.name, functions);
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

function conflict(problem: Problem): ScaffoldError {
  return new ScaffoldError('conflict', problem);
}
