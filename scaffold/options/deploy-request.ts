import type { Catalog } from '../catalog/catalog.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import { parseOption } from './check-option.ts';
import { type OptionFlag, optionFlags } from './flags.ts';
import { optionRow } from './help-rows.ts';
import { type Option, options } from './options.ts';
import type { TypedRequest } from './request.ts';

export const deploySummary = 'Change the deploy tool of the project in this directory.';

/** A parsed command line of `deploy-files`. */
export interface DeployRequest {
  /** The id of a deploy tool. */
  readonly tool: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** What `new` calls --deploy. */
const withTool: Option = { ...options.find(({ name }) => name === 'deploy')!, flag: 'with' };

const shared = new Set(['dry-run', 'json']);

/** Every flag of `deploy-files`; what `new` has, too, means the same here. */
export const deployFlags: readonly OptionFlag[] = [
  { name: 'with', placeholder: withTool.placeholder, help: withTool.help },
  ...optionFlags.filter(({ name }) => shared.has(name)),
];

/** The ways to call a command that starts with these words. */
export function deployUsages(command: string): string[] {
  return [`${command} --with <${withTool.placeholder}>`];
}

/** The rows of `--help`. */
export function deployHelpRows(catalog: Catalog): (readonly [left: string, right: string])[] {
  return [
    optionRow(withTool, catalog),
    ...deployFlags
      .filter(({ name }) => shared.has(name))
      .map(({ name, help }) => [`--${name}`, help] as const),
  ];
}

/** Throws a ScaffoldError for a name, and for a tool that there is not. */
export function readDeployRequest(
  { names, value, isOn }: TypedRequest,
  catalog: Catalog,
): DeployRequest {
  if (names.length > 0) {
    throw new ScaffoldError('usage', {
      problem: `Expected only flags, found ${names.join(', ')}.`,
      fix: `Write ${deployUsages('lambda-container deploy-files').join('')}`,
    });
  }
  const tool = parseOption(withTool, value('with'), { catalog, values: {} }, '--with');
  return { tool, dryRun: isOn('dry-run'), json: isOn('json') };
}
