import path from 'node:path';
import { equivalentCommand } from '../options/command-line.ts';
import type { FunctionProject } from './function-project.ts';
import type { FileState, ReconciledFile } from './reconcile.ts';
import { replaceTokens } from '../plan/tokens.ts';

/** What was done, for people and for programs. */
export interface Outcome {
  readonly project: FunctionProject;
  readonly files: readonly ReconciledFile[];
  readonly isDryRun: boolean;
  readonly hasAsked: boolean;
}

const verbs: Readonly<Record<FileState, string>> = {
  create: 'creating',
  identical: 'identical',
  update: 'updating',
  keep: 'keeping',
  conflict: 'conflict in',
  overwrite: 'overwriting',
};

/** The report on stderr; `program` is what the user typed to get here. */
export function describeOutcome(outcome: Outcome, cwd: string, program: string): string {
  const { project, files, isDryRun, hasAsked } = outcome;
  const lines = describeFiles(files);
  if (hasAsked) {
    const command = equivalentCommand(program, project.answers);
    lines.push('', 'The same without questions:', '', `    ${command}`);
  }
  if (isDryRun) lines.push('Dry run: nothing was written.');
  else if (project.target.existing === undefined) lines.push(...nextSteps(project, cwd));
  return lines.join('\n');
}

/** The one document on stdout with --json. */
export function outcomeDocument({ project, files }: Outcome, cwd: string): string {
  return JSON.stringify({
    ok: true,
    name: project.answers.name,
    folder: project.target.folder,
    files: files.map(({ path: file, state, owner }) => ({ path: file, state, owner })),
    next: nextCommands(project, cwd),
  });
}

/** One line a file, as `mix new` prints them; of unchanged files only their number. */
function describeFiles(files: readonly ReconciledFile[]): string[] {
  const changes = files.filter(({ state }) => state !== 'identical');
  const lines = changes.map(({ state, onDisk, path: file }) => {
    const isRemoved = state === 'keep' && onDisk === undefined;
    return isRemoved ? `* leaving out ${file}` : `* ${verbs[state]} ${file}`;
  });
  const identical = files.length - changes.length;
  return identical === 0 ? lines : [...lines, `${identical} files are up to date.`];
}

function nextSteps(project: FunctionProject, cwd: string): string[] {
  const { language, answers } = project;
  const commands = nextCommands(project, cwd).map((command) => `    ${command}`);
  const handlerFile = replaceTokens(language.handlerFile, answers.name);
  return ['', `Your function is in ${handlerFile}. Next:`, '', ...commands, ''];
}

/** What to type next, from the folder that the user is in. */
function nextCommands({ target }: FunctionProject, cwd: string): string[] {
  const folder = path.relative(cwd, target.folder);
  const commands = ['make build', 'make run', 'make invoke'];
  return folder === '' ? commands : [`cd ${folder}`, ...commands];
}
