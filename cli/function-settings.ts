import { isForced } from '../lambda/sandbox/environment-variables.ts';
import { CliError, exitCode } from '../terminal/cli-error.ts';
import type { Typed } from '../terminal/flags.ts';
import { wholeNumber } from '../terminal/whole-number.ts';
import { environmentFile, isVariableName } from './environment-file.ts';
import { limits } from './flags.ts';

/** The configuration of the function, as typed. */
export interface FunctionSettings {
  /** Overrides CMD; empty if it does not. */
  readonly command: readonly string[];
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
  /** Whether it can reach nothing but the Runtime API. */
  readonly isIsolated: boolean;
}

/** Throws a CliError for values that Lambda would refuse. */
export function readFunctionSettings(typed: Typed, timeout = limits.timeout): FunctionSettings {
  const handler = typed.value('handler');
  return {
    command: handler === undefined ? [] : [handler],
    memoryMb: wholeNumber(typed, 'memory', limits.memory, 'MB'),
    timeoutMs: wholeNumber(typed, 'timeout', timeout, 'seconds') * 1000,
    isIsolated: typed.isOn('no-network'),
    env: Object.fromEntries([
      ...typed
        .values('env-file')
        .flatMap(environmentFile)
        .map(({ name, value, at }) => allowed(name, value, ` in ${at}`)),
      // As with `docker run`, --env overrides the files.
      ...typed.values('env').map(variable),
    ]),
  };
}

function variable(text: string): [name: string, value: string] {
  const [, name = text, given] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (!isVariableName(name)) {
    throw new CliError(exitCode.usage, {
      problem: `Expected --env name=value, found "${text}".`,
      fix: 'A name may contain letters, digits and _.',
    });
  }
  const value = given ?? process.env[name];
  if (value === undefined && !isForced(name)) {
    throw new CliError(exitCode.usage, {
      problem: `Expected the variable ${name} to be set in your shell, found nothing.`,
      fix: `Set it, or write --env ${name}=value.`,
    });
  }
  return allowed(name, value ?? '', '');
}

function allowed(name: string, value: string, place: string): [name: string, value: string] {
  if (!isForced(name)) return [name, value];
  throw new CliError(exitCode.usage, {
    problem: `Expected a variable that Lambda does not set itself, found ${name}${place}.`,
    fix: 'Leave it out, or use another name.',
  });
}
