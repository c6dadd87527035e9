import { CliError, exitCode } from '../../terminal/cli-error.ts';
import type { Typed } from '../../terminal/flags.ts';
import { wholeNumber } from '../../terminal/whole-number.ts';
import { limits } from '../flags.ts';
import { type FunctionSettings, readFunctionSettings } from '../function-settings.ts';

export interface DevSettings extends FunctionSettings {
  readonly port: number;
  /** Where to listen, besides this machine only. */
  readonly host: string | undefined;
  readonly allowedHosts: readonly string[];
  /** The most execution environments of a function. */
  readonly concurrency: number;
  readonly isFreezing: boolean;
  /** Whether every change is built as `docker build` does. */
  readonly isExact: boolean;
  /** Whether what happens is printed as JSON on standard output. */
  readonly isJson: boolean;
}

/** Throws a CliError for what cannot be. */
export function readDevSettings(typed: Typed): DevSettings {
  const [unexpected] = typed.positionals;
  if (unexpected !== undefined) {
    throw new CliError(exitCode.usage, {
      problem: `Expected no argument, found ${unexpected}.`,
      fix: 'Run it in the directory of the project: it serves all functions.',
    });
  }
  return {
    ...readFunctionSettings(typed),
    port: wholeNumber(typed, 'port', limits.port, ''),
    host: typed.value('host'),
    allowedHosts: typed.values('allow-host'),
    concurrency: wholeNumber(typed, 'concurrency', limits.concurrency, 'execution environments'),
    isFreezing: !typed.isOn('no-freeze'),
    isExact: typed.isOn('exact'),
    isJson: typed.isOn('json'),
  };
}
