import { loadCatalog } from '../catalog/load-catalog.ts';
import { askWith, type Prompt } from '../options/prompts.ts';
import type { Request } from '../options/request.ts';
import { packageVersion } from '../package-root.ts';
import { decideWith } from './conflicts.ts';
import { initRepository, settleRepository } from './git-repository.ts';
import { isChange } from './reconcile.ts';
import type { Outcome } from './report.ts';
import { reconcileProject, settleProject } from './settle-project.ts';
import { writeProject } from './write-project.ts';

export interface Surroundings {
  /** The directory that the user is in. */
  readonly cwd: string;
  readonly templates: string;
  /** Undefined if there is no terminal to ask at. */
  readonly prompt: Prompt | undefined;
  /** Shows a text between two questions. */
  readonly log: (text: string) => void;
}

/**
 * Generates a project or updates an existing one, completely or not at all. `yo` and `lambda-container new`
 * differ only in how they read the command line, ask and print. Throws a ScaffoldError.
 */
export async function makeProject(
  request: Request,
  { cwd, templates, prompt, log }: Surroundings,
): Promise<Outcome> {
  let hasAsked = false;
  const ask = prompt && askWith(noting(prompt));
  const catalog = loadCatalog(templates);
  const project = await settleProject(request, cwd, catalog, ask);
  const { files, edits } = await reconcileProject(project, catalog, packageVersion(), {
    force: request.force,
    decide: prompt && decideWith(prompt, log),
  });
  let repository = settleRepository(project.target, request.noGit);
  if (!request.dryRun) {
    await writeProject(
      project.target.directory,
      files.filter((file) => isChange(file)),
      (directory) => {
        if (repository.state === 'create') repository = initRepository(directory);
      },
    );
  }
  return { project, catalog, files, edits, repository, isDryRun: request.dryRun, hasAsked };

  function noting(prompting: Prompt): Prompt {
    return (question) => {
      hasAsked = true;
      return prompting(question);
    };
  }
}
