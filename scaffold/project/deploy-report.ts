import { loadCatalog } from '../catalog/load-catalog.ts';
import { readDeployRequest } from '../options/deploy-request.ts';
import type { TypedRequest } from '../options/request.ts';
import { changeDeployTool } from './change-deploy-tool.ts';
import { describeFiles, describeLeftBehind, listFiles } from './report.ts';

/** What the command prints. */
export interface DeployReport {
  /** For people, on standard error. */
  readonly text: string;
  readonly isResult: false;
  readonly json: boolean;
  /** The one document on standard output with --json. */
  readonly document: string;
}

/** Does what `lambda-container deploy-files` and `yo lambda-container:deploy` do. Throws a ScaffoldError. */
export async function runDeployRequest(
  typed: TypedRequest,
  cwd: string,
  templates: string,
): Promise<DeployReport> {
  const catalog = loadCatalog(templates);
  const request = readDeployRequest(typed, catalog);
  const { project, files, isDryRun } = await changeDeployTool(request, cwd, catalog);
  const { answers, functions } = project.spec;
  const next = answers.deploy === 'none' ? [] : ['make deploy'];
  const lines = [...describeFiles(files), ...describeLeftBehind(files)];
  if (isDryRun) lines.push('Dry run: nothing was written.');
  else if (next.length > 0)
    lines.push('', 'Next step:', '', ...next.map((each) => `    ${each}`), '');
  return {
    text: lines.join('\n'),
    isResult: false,
    json: request.json,
    document: JSON.stringify({
      ok: true,
      name: answers.name,
      directory: project.target.directory,
      functions,
      deploy: answers.deploy,
      state: answers.state,
      files: listFiles(files),
      next,
    }),
  };
}
