import { CliError, exitCode } from './cli-error.ts';
import type { Typed } from './flags.ts';

export interface Range {
  readonly least: number;
  readonly most: number;
  readonly default: number;
}

/** The value of a flag that takes whole numbers. Throws a CliError for another value. */
export function wholeNumber(typed: Typed, name: string, range: Range, unit: string): number {
  const { least, most, default: usual } = range;
  const text = typed.value(name) ?? String(usual);
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new CliError(exitCode.usage, {
    problem: `Expected --${name} to be ${least} to ${most}${unit === '' ? '' : ` ${unit}`}, found "${text}".`,
    fix: `The default is --${name} ${usual}.`,
  });
}
