import type { Catalog } from '../catalog/catalog.ts';
import type { Language } from '../catalog/language.ts';
import { type Ask, checkGiven, completeAnswers, type Given } from '../options/answers.ts';
import type { Request } from '../options/request.ts';
import { plan, type PlannedFile, type Spec } from '../plan/plan.ts';
import { checkFunctions } from './check-functions.ts';
import { checkState } from './check-state.ts';
import { type Decide, settleConflicts } from './conflicts.ts';
import type { Edit } from './migrations.ts';
import { reconcile, type ReconciledFile, withForce } from './reconcile.ts';
import { idsOf, recordFile, storedValues } from './record.ts';
import { filesIn, projectHere, projectNamed, readOnDisk, type Target } from './target.ts';

/** What to generate, and where. */
export interface Project {
  readonly spec: Spec;
  readonly language: Language;
  readonly target: Target;
}

/** Determines what to generate and where, and asks for what is missing. Nothing is written. */
export async function settleProject(
  { given, yes, force }: Pick<Request, 'given' | 'yes' | 'force'>,
  cwd: string,
  catalog: Catalog,
  ask: Ask | undefined,
): Promise<Project> {
  checkGiven(catalog, given);
  let target = projectHere(cwd, given.name);
  function stored(): Given | undefined {
    return target?.existing && storedValues(target.existing.record);
  }
  const { answers, event } = await completeAnswers({
    catalog,
    given,
    stored: stored(),
    locate: (name) => {
      target ??= projectNamed(cwd, name, force);
      return stored();
    },
    takeDefaults: yes,
    ask,
  });
  const language = catalog.languages.find(({ id }) => id === answers.language)!;
  const functions = target!.existing?.record.functions ?? [{ name: answers.name, event }];
  checkFunctions(functions, catalog, language, answers);
  checkState({ answers, functions }, catalog);
  return { spec: { answers, functions }, language, target: target! };
}

/** What has to happen to a project. */
export interface Reconciled {
  readonly files: readonly ReconciledFile[];
  /** What the user has to do besides, where the layout has changed. */
  readonly edits: readonly Edit[];
}

/** Compares what the project should be with what it is. Nothing is written. */
export async function reconcileProject(
  { spec, target }: Project,
  catalog: Catalog,
  version: string,
  { force, decide }: { force: boolean; decide: Decide | undefined },
): Promise<Reconciled> {
  const planned = plan(catalog, spec, version);
  const { record, others, edits = [] } = target.existing ?? {};
  const recorded = record?.files ?? {};
  const reconciled = reconcile(planned, recorded, (file) => readOnDisk(target.directory, file));
  const wanted = force ? reconciled.map((file) => withForce(file)) : reconciled;
  const files = await settleConflicts(wanted, decide, leftToUser(edits, target.directory, wanted));
  const leftBehind = files
    .filter(({ state }) => state === 'leave behind')
    .map(({ path }) => [path, recorded[path]!]);
  const ids = { ...idsOf(planned), ...Object.fromEntries(leftBehind) };
  return {
    files: [...files, reconcileRecord(target, recordFile(spec, ids, version, others))],
    edits: leftToUser(edits, target.directory, files),
  };
}

/** The edits in files that are not updated, and in directories with files that the record does not know. */
function leftToUser(
  edits: readonly Edit[],
  directory: string,
  files: readonly ReconciledFile[],
): Edit[] {
  const states = new Map(files.map(({ path, state }) => [path, state]));
  return edits.filter(({ file }) =>
    (file.endsWith('/') ? filesIn(directory, file) : [file]).some((path) =>
      [undefined, 'keep', 'conflict', 'leave behind'].includes(states.get(path)),
    ),
  );
}

/** The record is never a conflict: only the generator writes it. */
export function reconcileRecord({ directory }: Target, planned: PlannedFile): ReconciledFile {
  const [file] = reconcile([planned], {}, (file) => readOnDisk(directory, file));
  return file!.state === 'conflict' ? { ...file!, state: 'update' } : file!;
}
