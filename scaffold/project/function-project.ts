import { type Ask, checkGiven, completeAnswers } from '../options/answers.ts';
import { CliError, exitCode } from '../../terminal/cli-error.ts';
import type { Language } from '../catalog/language.ts';
import { loadLanguages } from '../catalog/languages.ts';
import type { Answers } from '../options/options.ts';
import { packageVersion } from '../package-root.ts';
import { plan, type PlannedFile } from '../plan/plan.ts';
import { projectFile } from './project-file.ts';
import { reconcile, type ReconciledFile, withForce } from './reconcile.ts';
import type { Request } from '../options/request.ts';
import { projectHere, projectNamed, readOnDisk, type Target } from './target.ts';

/** What the user wants done with a file that both of us changed. */
export type Decide = (file: ReconciledFile) => Promise<'keep' | 'overwrite'>;

export interface FunctionProject {
  readonly answers: Answers;
  readonly language: Language;
  readonly target: Target;
}

/** Finds out what to make and where. Nothing is written. */
export async function settleProject(
  { given, yes, force }: Request,
  cwd: string,
  templates: string,
  ask: Ask | undefined,
): Promise<FunctionProject> {
  const languages = loadLanguages(templates);
  checkGiven(languages, given);
  let target = projectHere(cwd, given.name);
  const answers = await completeAnswers({
    languages,
    given,
    stored: target?.existing?.record,
    locate: (name) => {
      target ??= projectNamed(cwd, name, force);
      return target.existing?.record;
    },
    takeDefaults: yes,
    ask,
  });
  const language = languages.find(({ id }) => id === answers.language)!;
  return { answers, language, target: target! };
}

/** Compares what the project should be with what it is. Nothing is written. */
export function reconcileProject(
  { answers, language, target }: FunctionProject,
  templates: string,
  force: boolean,
): ReconciledFile[] {
  const version = packageVersion();
  const files = plan(templates, language, answers, version);
  const recorded = target.existing?.record.files ?? {};
  const reconciled = files.map((file) => {
    const recordedId = Object.hasOwn(recorded, file.path) ? recorded[file.path] : undefined;
    const result = reconcile(file, recordedId, readOnDisk(target.folder, file.path));
    return force ? withForce(result) : result;
  });
  const record = projectFile(answers, files, version, target.existing?.others);
  return [...reconciled, reconcileRecord(record, readOnDisk(target.folder, record.path))];
}

/** Our own notes are never a conflict: nobody but us writes them. */
function reconcileRecord(record: PlannedFile, onDisk: Buffer | undefined): ReconciledFile {
  const result = reconcile(record, undefined, onDisk);
  return result.state === 'conflict' ? { ...result, state: 'update' } : result;
}

/** Settles every conflict, by asking where somebody can answer. */
export async function settleConflicts(
  files: readonly ReconciledFile[],
  decide: Decide | undefined,
): Promise<ReconciledFile[]> {
  const conflicts = files.filter(({ state }) => state === 'conflict');
  if (conflicts.length > 0 && decide === undefined) throw unsettled(conflicts);
  const settled: ReconciledFile[] = [];
  for (const file of files) {
    settled.push(file.state === 'conflict' ? { ...file, state: await decide!(file) } : file);
  }
  return settled;
}

function unsettled(conflicts: readonly ReconciledFile[]): CliError {
  return new CliError(exitCode.conflict, {
    problem: [
      'You changed these files, and the generator has newer ones. Nothing was changed.',
      ...conflicts.map((file) => `  ${file.path}`),
    ].join('\n'),
    fix: 'Run this in a terminal to decide for each, or use --force to overwrite them all.',
  });
}
