import path from 'node:path';
import type { CliError } from './cli-error.ts';
import { replaceTokens } from './tokens.ts';
import type { FunctionProject } from './function-project.ts';
import type { FileState, ReconciledFile } from './reconcile.ts';

const verbs: Readonly<Record<FileState, string>> = {
  create: 'creating',
  identical: 'identical',
  update: 'updating',
  keep: 'keeping',
  conflict: 'conflict in',
  overwrite: 'overwriting',
};

/** One line a file, as `mix new` prints them; of unchanged files only their number. */
export function describeFiles(files: readonly ReconciledFile[]): string[] {
  const changes = files
    .filter(({ state }) => state !== 'identical')
    .map(({ state, onDisk, path: file }) =>
      state === 'keep' && onDisk === undefined
        ? `* leaving ${file} removed`
        : `* ${verbs[state]} ${file}`,
    );
  const identical = files.length - changes.length;
  return identical === 0 ? changes : [...changes, `${identical} files are up to date`];
}

/** What to type next, from the folder that the user is in. */
export function nextCommands({ target }: FunctionProject, cwd: string): string[] {
  const folder = path.relative(cwd, target.folder);
  const commands = ['make build', 'make run', 'make invoke'];
  return folder === '' ? commands : [`cd ${folder}`, ...commands];
}

export function nextSteps(project: FunctionProject, cwd: string): string[] {
  const { language, answers } = project;
  const handlerFile = replaceTokens(language.handlerFile, answers.name);
  return [
    '',
    `Your function is in ${handlerFile}. Next:`,
    '',
    ...nextCommands(project, cwd).map((command) => `    ${command}`),
    '',
  ];
}

export function successDocument(
  project: FunctionProject,
  files: readonly ReconciledFile[],
  cwd: string,
): string {
  return JSON.stringify({
    ok: true,
    name: project.answers.name,
    folder: project.target.folder,
    files: files.map(({ path: file, state, owner }) => ({ path: file, state, owner })),
    next: nextCommands(project, cwd),
  });
}

export function errorDocument({ code, problem, fix }: CliError): string {
  return JSON.stringify({ ok: false, error: { code, message: problem, fix } });
}
