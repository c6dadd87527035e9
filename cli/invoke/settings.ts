import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { isForced } from '../../lambda/sandbox/environment-variables.ts';
import type { Typed } from '../../terminal/flags.ts';
import { oneImage } from '../one-image.ts';
import { wholeNumber } from '../../terminal/whole-number.ts';
import { limits } from '../flags.ts';

/** What of the function's configuration was typed. */
export interface Settings {
  readonly image: string;
  readonly command: readonly string[];
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
}

/** Throws a CliError for what Lambda would not take. */
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
      fix: 'A name is made of letters, digits and _.',
    });
  }
  if (isForced(name)) {
    throw new CliError(exitCode.usage, {
      problem: `Expected a variable of the function, found ${name}, which Lambda sets itself.`,
      fix: 'Leave it out, or give yours another name.',
    });
  }
  const value = given ?? process.env[name];
  if (value === undefined) {
    throw new CliError(exitCode.usage, {
      problem: `Expected the variable ${name} to be set here, found none.`,
      fix: `Set it, or write --env ${name}=value.`,
    });
  }
  return [name, value];
}
