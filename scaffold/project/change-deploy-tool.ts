import type { Catalog } from '../catalog/catalog.ts';
import { checkState } from './check-state.ts';
import { deployAnswers, type DeployRequest } from '../options/deploy-request.ts';
import { changeProject } from './change-project.ts';
import { existingProject } from './existing-project.ts';
import type { ReconciledFile } from './reconcile.ts';
import type { Project } from './settle-project.ts';

/** A project whose deploy tool has been changed. */
export interface ChangedDeployTool {
  /** As it is now. */
  readonly project: Project;
  /** The files that the change is about. */
  readonly files: readonly ReconciledFile[];
  readonly isDryRun: boolean;
}

/**
 * Gives the project in this directory the files of another deploy tool or for another state store, and removes those of the
 * present one. Files that the user has changed stay, as `leave behind`. Throws a ScaffoldError.
 */
export async function changeDeployTool(
  request: DeployRequest,
  cwd: string,
  catalog: Catalog,
): Promise<ChangedDeployTool> {
  const project = await existingProject(cwd, catalog);
  const { answers, functions } = project.spec;
  const { dryRun } = request;
  const spec = { answers: deployAnswers(request, answers, catalog), functions };
  checkState(spec, catalog);
  const subject = {
    name: 'the deploy tool',
    block: 'BEGIN deploy',
    whereTaken: 'Move these files, and run this again.',
  };
  const files = await changeProject(project, spec, catalog, { subject, dryRun });
  return { project: { ...project, spec }, files, isDryRun: dryRun };
}
