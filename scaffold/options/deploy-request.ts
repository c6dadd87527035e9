import type { Catalog } from '../catalog/catalog.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import { parseOption } from './check-option.ts';
import { type OptionFlag, optionFlags } from './flags.ts';
import { optionRow } from './help-rows.ts';
import { type Answers, none, type Option, options } from './options.ts';
import type { TypedRequest } from './request.ts';

export const deploySummary =
  'Change the deploy tool of the project in this directory, or its state store.';

/** A parsed command line of `deploy-files`. */
export interface DeployRequest {
  /** The id of a deploy tool; undefined for the present one. */
  readonly tool: string | undefined;
  /** The id of a state store; undefined for the present one. */
  readonly state: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** What `new` calls --deploy. */
const withTool: Option = { ...options.find(({ name }) => name === 'deploy')!, flag: 'with' };

const state = options.find(({ name }) => name === 'state')!;

const shared = new Set(['dry-run', 'json']);

/** Every flag of `deploy-files`; what `new` has, too, means the same here. */
export const deployFlags: readonly OptionFlag[] = [
  { name: 'with', placeholder: withTool.placeholder, help: withTool.help },
  { name: 'state', placeholder: state.placeholder, help: state.help },
  ...optionFlags.filter(({ name }) => shared.has(name)),
];

/** The ways to call a command that starts with these words. */
export function deployUsages(command: string): string[] {
  return [
    `${command} --with <${withTool.placeholder}> [--state <${state.placeholder}>]`,
    `${command} --state <${state.placeholder}>`,
  ];
}

/** The rows of `--help`. */
export function deployHelpRows(catalog: Catalog): (readonly [left: string, right: string])[] {
  return [
    // What is not given stays as it is.
    ...[withTool, state].map((option) => {
      const [left, right] = optionRow(option, catalog);
      return [left, right.replace(/ \(default: .+\)$/, '')] as const;
    }),
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
      fix: `Write ${deployUsages('lambda-container deploy-files').join(' or ')}`,
    });
  }
  const typedState = value('state');
  const context = { catalog, values: {} };
  return {
    tool:
      value('with') === undefined && typedState !== undefined
        ? undefined
        : parseOption(withTool, value('with'), context, '--with'),
    state:
      typedState === undefined ? undefined : parseOption(state, typedState, context, '--state'),
    dryRun: isOn('dry-run'),
    json: isOn('json'),
  };
}

/**
 * The options of a project that has these now. Without a deploy tool, it has no state store. Throws a ScaffoldError if a
 * store is asked for.
 */
export function deployAnswers(request: DeployRequest, answers: Answers, catalog: Catalog): Answers {
  const deploy = request.tool ?? answers.deploy;
  const kept = deploy === none ? none : answers.state;
  const context = { catalog, values: { deploy } };
  return {
    ...answers,
    deploy,
    state: parseOption(state, request.state ?? kept, context, '--state'),
  };
}
