declare const isChecked: unique symbol;

/** The arguments of another program, such as docker or git. Only `commandLine` makes them, so that no value becomes a flag. */
export type CommandLine = readonly string[] & { readonly [isChecked]: true };

/**
 * `command`: one or two words, such as `image inspect`. `flags`: the names are written in our code, a value follows its
 * flag. `operands`: names and words from anywhere; two dashes before them end the flags.
 */
export function commandLine(
  command: string,
  flags: readonly string[],
  operands: readonly string[] = [],
): CommandLine {
  const end = operands.length === 0 ? [] : ['--', ...operands];
  return [...command.split(' '), ...flags, ...end] as readonly string[] as CommandLine;
}
