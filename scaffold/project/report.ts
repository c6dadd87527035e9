import path from 'node:path';
import { nameFunctions } from '../plan/functions.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { languageStyle } from '../catalog/language-styles.ts';
import { equivalentCommand } from '../options/equivalent-command.ts';
import { shellWord } from '../shell-word.ts';
import { describeRepository, type GitRepository } from './git-repository.ts';
import { describeEdits, type Edit } from './migrations.ts';
import { imagesToPin } from './pins.ts';
import { type FileState, isChange, type ReconciledFile } from './reconcile.ts';
import type { Project } from './settle-project.ts';

/** What was done. */
export interface Outcome {
  readonly project: Project;
  readonly catalog: Catalog;
  readonly files: readonly ReconciledFile[];
  /** What the user has to do besides, where the layout has changed. */
  readonly edits: readonly Edit[];
  readonly repository: GitRepository;
  readonly isDryRun: boolean;
  readonly hasAsked: boolean;
}

const verbs: Readonly<Record<FileState, string>> = {
  create: 'creating',
  identical: 'identical',
  update: 'updating',
  keep: 'keeping',
  conflict: 'conflict in',
  merge: 'merging',
  overwrite: 'overwriting',
  remove: 'removing',
  'leave behind': 'leaving behind',
};

/** The report on standard error. `program` is the command that the user ran. */
export function describeOutcome(outcome: Outcome, cwd: string, program: string): string {
  const { project, files, edits, repository, isDryRun, hasAsked } = outcome;
  const { answers, functions } = project.spec;
  const lines = [
    ...describeFiles(files),
    ...describeRepository(repository),
    ...describeLeftBehind(files),
    ...describeImagesToPin(files),
    ...describeEdits(edits),
  ];
  if (hasAsked) {
    const command = equivalentCommand(program, { ...answers, event: functions[0].event });
    lines.push('', 'To repeat this without questions:', '', `    ${command}`);
  }
  if (isDryRun) lines.push('Dry run: nothing was written.');
  else if (project.target.existing === undefined) lines.push(...nextSteps(outcome, cwd));
  return lines.join('\n');
}

/** The one document on standard output with --json. */
export function outcomeDocument(
  { project, files, edits, repository }: Outcome,
  cwd: string,
): string {
  return JSON.stringify({
    ok: true,
    name: project.spec.answers.name,
    directory: project.target.directory,
    functions: project.spec.functions,
    files: listFiles(files),
    git: repository,
    edits,
    next: nextCommands(project, cwd),
  });
}

/** The files of a document: what happens to each. */
export function listFiles(files: readonly ReconciledFile[]) {
  return files.map(({ path: file, state, owner }) => ({ path: file, state, owner }));
}

/** Directories with more files than this get one line. */
const mostLines = 5;

/**
 * One line for each file, as `mix new` prints them, and the number of unchanged files. What is created, updated or removed in
 * a directory of many files, such as `vendor/lambda_runtime`, is one line.
 */
export function describeFiles(files: readonly ReconciledFile[]): string[] {
  const changes = files.filter(({ state }) => state !== 'identical');
  const groups = Map.groupBy(changes, ({ state, path: file }) => {
    const canBeSummarized = ['create', 'update', 'remove'].includes(state) && file.includes('/');
    return canBeSummarized ? `${state} ${topDirectory(file)}` : file;
  });
  const lines = [...groups.values()].flatMap((group) => {
    const [{ state, path: file }] = group as [ReconciledFile];
    return group.length > mostLines
      ? [`* ${verbs[state]} ${topDirectory(file)} (${group.length} files)`]
      : group.map(describeFile);
  });
  const identical = files.length - changes.length;
  return identical === 0 ? lines : [...lines, upToDate(identical)];
}

function describeFile({ state, onDisk, path: file }: ReconciledFile): string {
  const isRemoved = state === 'keep' && onDisk === undefined;
  return isRemoved ? `* not restoring ${file}` : `* ${verbs[state]} ${file}`;
}

/** The first two directories of a path, or the only one. */
function topDirectory(file: string): string {
  return path.posix.dirname(file).split('/').slice(0, 2).join('/');
}

function upToDate(count: number): string {
  return count === 1 ? '1 file is up to date.' : `${count} files are up to date.`;
}

export function describeLeftBehind(files: readonly ReconciledFile[]): string[] {
  return files.some(({ state }) => state === 'leave behind')
    ? [
        '',
        'The files left behind are no longer part of the project. You have changed them: keep or remove them.',
      ]
    : [];
}

function describeImagesToPin(files: readonly ReconciledFile[]): string[] {
  const names = files
    .filter((file) => isChange(file))
    .flatMap(({ path: file, onDisk, planned }) =>
      onDisk && planned ? imagesToPin(file, onDisk, planned.contents) : [],
    );
  return names.length === 0
    ? []
    : ['', `Without a digest in the Dockerfile now: ${names.join(', ')}. To pin again: make pin`];
}

function nextSteps({ project, catalog }: Outcome, cwd: string): string[] {
  const { language, spec } = project;
  const style = languageStyle(language, spec.answers.style);
  const [first] = nameFunctions(catalog, style, spec.answers.name, spec.functions);
  const commands = nextCommands(project, cwd).map((command) => `    ${command}`);
  const handler = `Your handler is in ${first!.handlerFile}.`;
  return [
    '',
    `${handler} Next steps, and \`make invoke\` in another terminal while \`make run\` is running:`,
    '',
    ...commands,
  ];
}

/** The next commands, from the directory that the user is in. */
function nextCommands({ target }: Project, cwd: string): string[] {
  const directory = path.relative(cwd, target.directory);
  const commands = ['make test', 'make run'];
  return directory === '' ? commands : [`cd ${shellWord(directory)}`, ...commands];
}
