import type { Catalog } from '../catalog/catalog.ts';
import type { Language } from '../catalog/language.ts';
import { type Ask, checkGiven, completeAnswers, type Given } from '../options/answers.ts';
import type { Request } from '../options/request.ts';
import { plan, type PlannedFile, type Spec } from '../plan/plan.ts';
import { type Decide, settleConflicts } from './conflicts.ts';
import { reconcile, type ReconciledFile, withForce } from './reconcile.ts';
import { recordFile, storedValues } from './record.ts';
import { projectHere, projectNamed, readOnDisk, type Target } from './target.ts';

/** What to generate, and where. */
export interface Project {
  readonly spec: Spec;
  readonly language: Language;
  readonly target: Target;
}

/** Determines what to generate and where, and asks for what is missing. Nothing is written. */
export async function settleProject(
  { given, yes, force }: Request,
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
  return { spec: { answers, functions }, language, target: target! };
}

/** Compares what the project should be with what it is. Nothing is written. */
export async function reconcileProject(
  { spec, target }: Project,
  catalog: Catalog,
  version: string,
  { force, decide }: { force: boolean; decide: Decide | undefined },
): Promise<ReconciledFile[]> {
  const files = plan(catalog, spec, version);
  const { record, others, edits = [] } = target.existing ?? {};
  const recorded = record?.files ?? {};
  const reconciled = reconcile(files, recorded, (file) => readOnDisk(target.directory, file));
  const settled = await settleConflicts(
    force ? reconciled.map((file) => withForce(file)) : reconciled,
    decide,
    edits,
  );
  const leftBehind = settled
    .filter(({ state }) => state === 'leave behind')
    .map(({ path }) => [path, recorded[path]!]);
  const own = recordFile(spec, files, version, Object.fromEntries(leftBehind), others);
  return [...settled, reconcileRecord(own, readOnDisk(target.directory, own.path))];
}

/** The record is never a conflict: only the generator writes it. */
function reconcileRecord(planned: PlannedFile, onDisk: Buffer | undefined): ReconciledFile {
  const [file] = reconcile([planned], {}, () => onDisk);
  return file!.state === 'conflict' ? { ...file!, state: 'update' } : file!;
}
