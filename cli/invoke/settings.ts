import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { isForced } from '../../lambda/sandbox/environment-variables.ts';
import type { Typed } from '../../terminal/flags.ts';
import { oneImage } from '../one-image.ts';
import { wholeNumber } from '../../terminal/whole-number.ts';
import { limits } from '../flags.ts';

/** The function's configuration, as typed. */
export interface Settings {
  readonly image: string;
  readonly command: readonly string[];
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
}

/** Throws a CliError for values that Lambda would refuse. */
export function readSettings(typed: Typed): Settings {
  const handler = typed.value('handler');
  return {
    image: oneImage(typed.positionals, 'invoke'),
    command: handler === undefined ? [] : [handler],
    memoryMb: wholeNumber(typed, 'memory', limits.memory, 'MB'),
    timeoutMs: wholeNumber(typed, 'timeout', limits.timeout, 'seconds') * 1000,
    env: Object.fromEntries(typed.values('env').map((each) => variable(each))),
  };
}

function variable(text: string): [name: string, value: string] {
  const [, name = text, given] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new CliError(exitCode.usage, {
      problem: `Expected --env name=value, found "${text}".`,
      fix: 'A name may contain letters, digits and _.',
    });
  }
  if (isForced(name)) {
    throw new CliError(exitCode.usage, {
      problem: `Expected a variable that Lambda does not set itself, found ${name}.`,
      fix: 'Leave it out, or use another name.',
    });
  }
  const value = given ?? process.env[name];
  if (value === undefined) {
    throw new CliError(exitCode.usage, {
      problem: `Expected the variable ${name} to be set in your shell, found nothing.`,
      fix: `Set it, or write --env ${name}=value.`,
    });
  }
  return [name, value];
}
