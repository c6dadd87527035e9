import type { FunctionRequest } from '../options/function-request.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import type { NamedFunction } from '../plan/functions.ts';
import {
  addFunction,
  type ChangedFunctions,
  listFunctions,
  removeFunction,
} from './change-functions.ts';
import { describeFiles, describeLeftBehind } from './report.ts';

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
  return { text: describeChange(changed), isResult: false, document: changeDocument(changed) };
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

function describeChange({ files, added, isDryRun }: ChangedFunctions): string {
  const lines = [...describeFiles(files), ...describeLeftBehind(files)];
  if (isDryRun) lines.push('Dry run: nothing was written.');
  else if (added !== undefined) {
    const commands = nextCommands(added).map((command) => `    ${command}`);
    lines.push('', `The handler is in ${added.handlerFile}. Next steps:`, '', ...commands, '');
  }
  return lines.join('\n');
}

function changeDocument({ project, files, added }: ChangedFunctions): string {
  const { answers, functions } = project.spec;
  return JSON.stringify({
    ok: true,
    name: answers.name,
    directory: project.target.directory,
    functions,
    files: files.map(({ path, state, owner }) => ({ path, state, owner })),
    next: added === undefined ? [] : nextCommands(added),
  });
}

function nextCommands({ name }: NamedFunction): string[] {
  return ['make test', `make run FUNCTION=${name}`, `make invoke FUNCTION=${name}`];
}
