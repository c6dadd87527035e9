import { type Problem, ScaffoldError } from '../scaffold-error.ts';
import type { Choice, Context, Option } from './options.ts';

/** The name of an option in errors: its flag, if it has one. */
export function labelOf({ flag, placeholder }: Option): string {
  return flag === undefined ? `<${placeholder}>` : `--${flag}`;
}

/** How the option is written on the command line, with its value. */
export function usageOf({ flag, placeholder, isSwitch }: Option): string {
  if (isSwitch) return `--${flag}`;
  return flag === undefined ? `<${placeholder}>` : `--${flag} <${placeholder}>`;
}

/**
 * The value to use, checked in the same way for flags, answers and .yo-rc.json. Throws a ScaffoldError that names
 * the `source` of an invalid one.
 */
export function parseOption(
  option: Option,
  value: unknown,
  context: Context,
  source: string,
): string {
  const result = checkOption(option, value, context);
  if (typeof result === 'string') return result;
  throw new ScaffoldError('usage', { ...result, problem: `${source}: ${result.problem}` });
}

/** The value, with aliases resolved, or what is wrong with it. */
export function checkOption(option: Option, value: unknown, context: Context): string | Problem {
  const choices = option.choices?.(context);
  if (typeof value !== 'string' || value === '') {
    const expected = choices === undefined ? 'a value' : `one of ${listOf(choices)}`;
    return {
      problem: `expected ${expected}, found ${describe(value)}.`,
      fix: `Write ${usageOf(option)}.`,
    };
  }
  if (choices === undefined) return option.check?.(value, context) ?? value;
  const other = withOther(option, context);
  const choice = choices.find((each) => each.value === value || each.aliases?.includes(value));
  if (choice !== undefined) return choice.value;
  return {
    problem: `expected ${choices.length > 1 ? 'one of ' : ''}${listOf(choices)}${ofLanguage(option, context)}${other}, found "${value}".`,
    fix: `Use ${labelOf(option)} ${option.default(context)}${other === '' ? '' : `, or another --${option.follows}`}.`,
    typo: {
      typed: value,
      candidates: choices.flatMap((each) => [each.value, ...(each.aliases ?? [])]),
      format: (candidate) => `${labelOf(option)} ${candidate}`,
    },
  };
}

export function listOf(choices: readonly Choice[]): string {
  return choices.map(({ value }) => value).join(', ');
}

function ofLanguage({ isOfLanguage }: Option, { values, catalog }: Context): string {
  const language = catalog.languages.find(({ id }) => id === values.language);
  return isOfLanguage === true && language !== undefined ? ` for ${language.title}` : '';
}

/** The option that the choices follow from, with its value. */
function withOther({ follows }: Option, { values }: Context): string {
  const value = follows && values[follows];
  return value === undefined ? '' : ` with --${follows} ${value}`;
}

function describe(value: unknown): string {
  if (value === undefined || value === true || value === '') return 'nothing';
  return JSON.stringify(value);
}
