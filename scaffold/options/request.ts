import { ScaffoldError } from '../scaffold-error.ts';
import type { Given } from './answers.ts';
import { negationOf, options, type RunFlag, runFlags } from './options.ts';

/** A parsed command line. */
export interface Request extends Readonly<Record<RunFlag['name'], boolean>> {
  readonly given: Given;
}

/** What was typed: positional arguments, and flags without their dashes. */
export interface TypedRequest {
  readonly names: readonly string[];
  readonly value: (flag: string) => unknown;
  readonly isOn: (flag: string) => boolean;
}

/** Throws a ScaffoldError for more than one name. Values are not checked yet. */
export function readRequest({ names, value, isOn }: TypedRequest): Request {
  if (names.length > 1) {
    throw new ScaffoldError('usage', {
      problem: `Expected one name, found ${names.length}: ${names.join(', ')}.`,
      fix: 'Give one name.',
    });
  }
  const given: Given = Object.fromEntries(
    options.map(({ name, flag, isSwitch }) => {
      if (flag === undefined) return [name, names[0]];
      return [name, isSwitch ? switched(flag) : value(flag)];
    }),
  );
  const run = Object.fromEntries(runFlags.map(({ name, flag }) => [name, isOn(flag)]));
  return { given, ...(run as Record<RunFlag['name'], boolean>) };

  function switched(flag: string): string | undefined {
    if (isOn(flag)) return 'yes';
    return isOn(negationOf(flag)) ? 'no' : undefined;
  }
}
