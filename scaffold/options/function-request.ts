import type { Catalog } from '../catalog/catalog.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import { type OptionFlag, optionFlags } from './flags.ts';
import { optionRow } from './help-rows.ts';
import { defaultEvent, options } from './options.ts';
import type { TypedRequest } from './request.ts';

export const functionSummary = 'Add a function to the project in this directory.';

/** A parsed command line of `function`. */
export interface FunctionRequest {
  readonly action: 'add' | 'remove' | 'list';
  /** Empty for `list`. */
  readonly name: string;
  readonly event: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

const shared = new Set(['event', 'dry-run', 'json']);

/** Every flag of `function`; what `new` has, too, means the same here. */
export const functionFlags: readonly OptionFlag[] = [
  ...optionFlags.filter(({ name }) => shared.has(name)),
  { name: 'list', help: 'list the functions of the project' },
  { name: 'remove', help: 'remove the function; files that you have changed stay' },
];

const usages = ['<name> [--event <source>]', '--list', '--remove <name>'];

/** The ways to call a command that starts with these words. */
export function functionUsages(command: string): string[] {
  return usages.map((usage) => `${command} ${usage}`);
}

/** The rows of `--help`. */
export function functionHelpRows(catalog: Catalog): (readonly [left: string, right: string])[] {
  const event = options.find(({ name }) => name === 'event')!;
  const flags = functionFlags.filter(({ name }) => name !== event.flag);
  return [
    optionRow(event, catalog),
    ...flags.map(({ name, help }) => [`--${name}`, help] as const),
  ];
}

/** Throws a ScaffoldError for what cannot be meant. The name and the event are not checked yet. */
export function readFunctionRequest({ names, value, isOn }: TypedRequest): FunctionRequest {
  const [isList, isRemoval] = [isOn('list'), isOn('remove')];
  const event = value('event');
  if (isList && (isRemoval || event !== undefined || names.length > 0)) {
    throw usage('--list: expected no name and no other flag but --json.', '--list');
  }
  if (isRemoval && event !== undefined) {
    throw usage('--remove: expected a name alone, found --event, too.', '--remove <name>');
  }
  if (!isList && names.length !== 1) {
    const found = names.length === 0 ? 'none' : `${names.length}: ${names.join(', ')}`;
    throw usage(
      `Expected the name of one function, found ${found}.`,
      isRemoval ? '--remove <name>' : '<name> [--event <source>]',
    );
  }
  if (event !== undefined && (typeof event !== 'string' || event === '')) {
    throw usage(
      '--event: expected the name of an event source, found none or several.',
      '<name> [--event <source>]',
    );
  }
  return {
    action: isList ? 'list' : isRemoval ? 'remove' : 'add',
    name: names[0] ?? '',
    event: event ?? defaultEvent,
    dryRun: isOn('dry-run'),
    json: isOn('json'),
  };
}

function usage(problem: string, form: string): ScaffoldError {
  return new ScaffoldError('usage', { problem, fix: `Write lambda-container function ${form}` });
}
