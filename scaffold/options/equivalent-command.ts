import { nameFirst, options, type Values } from './options.ts';

/** The command that generates the same project without questions. `program` is the command that the user ran. */
export function equivalentCommand(program: string, values: Required<Values>): string {
  const words = nameFirst(options).flatMap(({ name, flag, isSwitch }) => {
    if (flag === undefined) return values[name];
    if (isSwitch) return values[name] === 'yes' ? `--${flag}` : [];
    return `--${flag} ${values[name]}`;
  });
  return [program, ...words].join(' ');
}
