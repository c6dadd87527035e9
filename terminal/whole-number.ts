import { CliError, exitCode } from './cli-error.ts';
import type { Typed } from './flags.ts';

export interface Limits {
  readonly least: number;
  readonly most: number;
}

export interface Range extends Limits {
  readonly default: number;
}

/** The value of a flag that takes whole numbers. Throws a CliError for another value. */
export function wholeNumber(typed: Typed, name: string, range: Range, unit: string): number {
  const fix = `The default is --${name} ${range.default}.`;
  return optionalNumber(typed, name, range, unit, fix) ?? range.default;
}

/** The same for a flag whose default is not a number; undefined unless it was given. */
export function optionalNumber(
  typed: Typed,
  name: string,
  { least, most }: Limits,
  unit: string,
  fix = `Leave out --${name} for the default.`,
): number | undefined {
  const text = typed.value(name);
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new CliError(exitCode.usage, {
    problem: `Expected --${name} to be ${least} to ${most}${unit === '' ? '' : ` ${unit}`}, found "${text}".`,
    fix,
  });
}
