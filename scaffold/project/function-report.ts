import type { FunctionRequest } from '../options/function-request.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { packageVersion } from '../package-root.ts';
import type { NamedFunction } from '../plan/functions.ts';
import { packageCommands } from '../plan/plan.ts';
import {
  addFunction,
  type ChangedFunctions,
  listFunctions,
  removeFunction,
} from './change-functions.ts';
import { describeFiles, describeLeftBehind, listFiles } from './report.ts';

/** What the command prints. */
export interface FunctionReport {
  /** For people: on standard output if it is the result, else on standard error. */
  readonly text: string;
  readonly isResult: boolean;
  /** The one document on standard output with --json. */
  readonly document: string;
}

/** Does what `lambda-container function` and `yo lambda-container:function` do. Throws a ScaffoldError. */
export async function runFunctionRequest(
  request: FunctionRequest,
  cwd: string,
  templates: string,
): Promise<FunctionReport> {
  const catalog = loadCatalog(templates);
  if (request.action === 'list') return listReport(await listFunctions(cwd, catalog));
  const act = request.action === 'add' ? addFunction : removeFunction;
  const changed = await act(request, cwd, catalog);
  const next = nextCommands(changed, catalog);
  return {
    text: describeChange(changed, next),
    isResult: false,
    document: changeDocument(changed, next),
  };
}

function listReport(functions: readonly NamedFunction[]): FunctionReport {
  const widths = [0, 1].map((column) =>
    Math.max(...functions.map(({ name, event }) => [name, event][column]!.length)),
  );
  const lines = functions.map(({ name, event, handlerFile, handler }) =>
    [name.padEnd(widths[0]!), event.padEnd(widths[1]!), `${handlerFile} (${handler})`].join('  '),
  );
  return {
    text: lines.join('\n'),
    isResult: true,
    document: JSON.stringify({ ok: true, functions: functions.map(listed) }),
  };
}

function listed({ name, event, handler, handlerFile, testFile, sample }: NamedFunction) {
  return { name, event, handler, handlerFile, testFile, sample };
}

function describeChange(changed: ChangedFunctions, next: readonly string[]): string {
  const { files, added, isDryRun } = changed;
  const lines = [...describeFiles(files), ...describeLeftBehind(files)];
  const lists = packageListsKept(changed);
  if (lists.length > 0) {
    const those =
      added === undefined
        ? 'Remove the packages that only this function needed.'
        : 'Add the packages that the function needs.';
    lines.push('', `You have changed ${lists.join(' or ')}. ${those}`);
  }
  if (isDryRun) lines.push('Dry run: nothing was written.');
  else if (added !== undefined) {
    const commands = next.map((command) => `    ${command}`);
    lines.push('', `The handler is in ${added.handlerFile}. Next steps:`, '', ...commands, '');
  }
  return lines.join('\n');
}

function changeDocument({ project, files }: ChangedFunctions, next: readonly string[]): string {
  const { answers, functions } = project.spec;
  return JSON.stringify({
    ok: true,
    name: answers.name,
    directory: project.target.directory,
    functions,
    files: listFiles(files),
    next,
  });
}

/** The files that list packages, where only the package manager can change them. */
function packageListsKept({ project, files }: ChangedFunctions): readonly string[] {
  const { packages } = project.language;
  if (packages === undefined) return [];
  const lists = [packages.manifest, packages.lock];
  const isKept = files.some(({ path, state }) => state === 'keep' && lists.includes(path));
  return isKept ? lists : [];
}

function nextCommands(changed: ChangedFunctions, catalog: Catalog): readonly string[] {
  const { added, project } = changed;
  if (added === undefined) return [];
  const { name } = added;
  const packages =
    packageListsKept(changed).length === 0
      ? []
      : packageCommands(catalog, project.spec, packageVersion());
  return [...packages, 'make test', `make run FUNCTION=${name}`, `make invoke FUNCTION=${name}`];
}
