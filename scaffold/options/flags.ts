import { negationOf, options, runFlags } from './options.ts';

/** A flag of the command line. One with a placeholder takes a value. */
export interface OptionFlag {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  readonly placeholder?: string;
  readonly help: string;
}

/** Every flag of `new`. */
export const optionFlags: readonly OptionFlag[] = [
  ...options.flatMap(({ flag, placeholder, help, isSwitch }) => {
    if (flag === undefined) return [];
    if (isSwitch) return [flag, negationOf(flag)].map((name) => ({ name, help }));
    return [{ name: flag, placeholder, help }];
  }),
  ...runFlags.map(({ flag, short, help }) => ({
    name: flag,
    help,
    ...(short !== undefined && { short }),
  })),
];
