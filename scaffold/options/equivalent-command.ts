import { nameFirst, options, type Values } from './options.ts';

/** The command that makes the same project and asks nothing. `program` is what the user typed to get here. */
export function equivalentCommand(program: string, values: Required<Values>): string {
  const words = nameFirst(options).map(({ name, flag }) =>
    flag === undefined ? values[name] : `--${flag} ${values[name]}`,
  );
  return [program, ...words].join(' ');
}
