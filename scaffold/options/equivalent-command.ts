import { nameFirst, options, type Values } from './options.ts';

/** The command that generates the same project without questions. `program` is the command that the user ran. */
export function equivalentCommand(program: string, values: Required<Values>): string {
  const words = nameFirst(options).map(({ name, flag }) =>
    flag === undefined ? values[name] : `--${flag} ${values[name]}`,
  );
  return [program, ...words].join(' ');
}
