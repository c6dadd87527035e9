import { parseArgs } from 'node:util';
import { CliError, exitCode } from './cli-error.ts';
import type { Row } from './columns.ts';
import { suggest } from './suggest.ts';

/** An option of a command. Its help and its parsing are derived from it. */
export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** Stands for the value in help. A flag without one takes no value. */
  readonly placeholder?: string;
  /** Whether the value may be left out; with it, it is `--name=value`. */
  readonly isValueOptional?: boolean;
  readonly isRepeatable?: boolean;
  readonly help: string;
}

/** What was typed: positional arguments, and the values of each flag in order. */
export interface Typed {
  readonly positionals: readonly string[];
  values(name: string): readonly string[];
  value(name: string): string | undefined;
  isOn(name: string): boolean;
}

/** Parses the command line. Throws a CliError for an unknown flag or a missing value. */
export function readFlags(flags: readonly Flag[], args: readonly string[]): Typed {
  const options = Object.fromEntries(
    flags.map(({ name, short, placeholder, isValueOptional }) => [
      name,
      {
        type:
          placeholder === undefined || isValueOptional ? ('boolean' as const) : ('string' as const),
        multiple: true,
        ...(short !== undefined && { short }),
      },
    ]),
  );
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const flag = flags.find(({ name }) => name === token.name);
    if (flag === undefined) throw unknownFlag(flags, token.rawName);
    const values = given.get(flag.name) ?? [];
    given.set(flag.name, [...values, valueOf(flag, token.value)]);
    if (values.length > 0 && !flag.isRepeatable) throw givenTwice(flag);
  }
  return {
    positionals,
    values: (name) => given.get(name) ?? [],
    value: (name) => given.get(name)?.[0],
    isOn: (name) => given.has(name),
  };
}

/** The rows of a command's help for its flags. */
export function flagRows(flags: readonly Flag[]): Row[] {
  return flags.map(({ name, short, placeholder, isValueOptional, help }) => {
    const value = isValueOptional ? `[=<${placeholder}>]` : ` <${placeholder}>`;
    const long = placeholder === undefined ? `--${name}` : `--${name}${value}`;
    return [short === undefined ? long : `-${short}, ${long}`, help] as const;
  });
}

function valueOf({ name, placeholder, isValueOptional }: Flag, value: string | undefined): string {
  if (isValueOptional) return value ?? '';
  if (placeholder === undefined) {
    if (value === undefined) return '';
    throw new CliError(exitCode.usage, {
      problem: `--${name} takes no value, found "${value}".`,
      fix: `Leave out "=${value}".`,
    });
  }
  // What begins with a dash is the next flag, but a single dash is standard input.
  if (value !== undefined && (value === '-' || !value.startsWith('-'))) return value;
  throw new CliError(exitCode.usage, {
    problem: `Expected a value for --${name}, found ${value === undefined ? 'nothing' : `"${value}"`}.`,
    fix: `Write --${name} <${placeholder}>, or --${name}=<${placeholder}> for a value that begins with a dash.`,
  });
}

/** `typed`: with its dashes. */
export function unknownFlag(flags: readonly Flag[], typed: string): CliError {
  const nearest = suggest(
    typed.replace(/^-+/, ''),
    flags.map(({ name }) => name),
  );
  return new CliError(exitCode.usage, {
    problem: `Unknown option ${typed}.`,
    fix:
      nearest === undefined ? 'Run with --help to list the options.' : `Did you mean --${nearest}?`,
  });
}

function givenTwice({ name }: Flag): CliError {
  return new CliError(exitCode.usage, {
    problem: `--${name} can only be given once.`,
    fix: 'Leave out all but one.',
  });
}
