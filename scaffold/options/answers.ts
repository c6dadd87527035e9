import type { Catalog } from '../catalog/catalog.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import { labelOf, parseOption, usageOf } from './check-option.ts';
import {
  type Answers,
  type Context,
  type Option,
  nameFirst,
  type OptionName,
  options,
  type Values,
} from './options.ts';

/** Values from the command line or from the record, not yet checked. */
export type Given = Partial<Record<OptionName, unknown>>;

export type Ask = (option: Option, context: Context) => Promise<string>;

export interface Sources {
  readonly catalog: Catalog;
  readonly given: Given;
  /** The values of the project in this directory, as its .yo-rc.json has them. */
  readonly stored: Given | undefined;
  /** Determines the project's directory from its name, and returns its stored values, if any. */
  readonly locate: (name: string) => Given | undefined;
  readonly takeDefaults: boolean;
  /** Undefined if there is no terminal to ask at. */
  readonly ask: Ask | undefined;
}

export interface CompleteAnswers {
  readonly answers: Answers;
  /** The event of the project's first function. */
  readonly event: string;
}

/** Every value: given, stored, the only choice, the default, or asked for, in this order. */
export async function completeAnswers(sources: Sources): Promise<CompleteAnswers> {
  const { catalog, given, takeDefaults, ask } = sources;
  const values: Values = {};
  const missing: Option[] = [];
  let { stored } = sources;
  // The named project may exist and have stored answers.
  const name = given.name ?? (takeDefaults ? defaultName(catalog) : undefined);
  if (typeof name === 'string') stored ??= sources.locate(name);
  for (const option of options) {
    const context = { catalog, values };
    const settled = settledValue(option, given, stored, context);
    if (settled !== undefined) {
      values[option.name] = settled;
    } else if (takeDefaults || option.isSwitch) {
      values[option.name] = option.default(context);
    } else if (ask === undefined) {
      missing.push(option);
    } else {
      // One at a time: the choices depend on earlier answers.
      values[option.name] = await ask(option, context);
    }
    if (option.name === 'name' && values.name !== undefined && stored === undefined) {
      stored = sources.locate(values.name);
      if (stored !== undefined) refuseChanged(stored, { catalog, values });
    }
  }
  if (missing.length > 0) throw missingOptions(missing);
  const { event, ...answers } = values as Required<Values>;
  return { answers, event };
}

function defaultName(catalog: Catalog): string {
  return options.find(({ name }) => name === 'name')!.default({ catalog, values: {} });
}

/** Refuses a bad flag before the first question, not after the last one. */
export function checkGiven(catalog: Catalog, given: Given): void {
  const values: Values = {};
  for (const option of options) {
    const value = given[option.name];
    if (value === undefined) continue;
    values[option.name] = parseOption(option, value, { catalog, values }, labelOf(option));
  }
}

/** The value of an option that need not be asked for. */
function settledValue(
  option: Option,
  given: Given,
  stored: Given | undefined,
  context: Context,
): string | undefined {
  const kept = stored === undefined ? undefined : storedValue(option, stored, context);
  if (given[option.name] !== undefined) {
    const value = parseOption(option, given[option.name], context, labelOf(option));
    if (kept !== undefined && option.isFixed && value !== kept) throw fixed(option, kept, value);
    return value;
  }
  if (kept !== undefined) return kept;
  const choices = option.choices?.(context);
  return choices?.length === 1 ? choices[0]!.value : undefined;
}

/** If the name that was typed is that of an existing project, earlier answers must not contradict it. */
function refuseChanged(stored: Given, context: Context): void {
  for (const option of options) {
    const value = context.values[option.name];
    if (value === undefined || !option.isFixed) continue;
    const kept = storedValue(option, stored, context);
    if (kept !== value) throw fixed(option, kept, value);
  }
}

/** The value of an existing project: as recorded, or as before the option existed. */
function storedValue(option: Option, stored: Given, context: Context): string {
  const value = stored[option.name] ?? option.before?.(context);
  return parseOption(option, value, context, `.yo-rc.json, ${option.name}`);
}

function fixed(option: Option, kept: string, value: string): ScaffoldError {
  return new ScaffoldError('usage', {
    problem: `${labelOf(option)}: this project was generated with "${kept}", found "${value}".`,
    fix: `Leave out ${labelOf(option)}, or generate a new project in another directory.`,
  });
}

function missingOptions(missing: readonly Option[]): ScaffoldError {
  const flags = nameFirst(missing).map((option) => usageOf(option));
  return new ScaffoldError('usage', {
    problem: `Missing required options: ${flags.join(' ')}`,
    fix: 'Set them, or use --yes for the defaults. Nothing is asked without a terminal, in CI or with --json.',
  });
}
