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
  /** What is in front of functions for HTTP: a function URL, or an HTTP API of API Gateway. */
  readonly http: HttpFlavor;
  /** Whether what happens is printed as JSON on standard output. */
  readonly isJson: boolean;
}

const httpFlavors = ['url', 'apigw-v2'] as const;

export type HttpFlavor = (typeof httpFlavors)[number];

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
    http: httpFlavor(typed.value('http') ?? 'url'),
    isJson: typed.isOn('json'),
  };
}

function httpFlavor(text: string): HttpFlavor {
  const flavor = httpFlavors.find((each) => each === text);
  if (flavor !== undefined) return flavor;
  throw new CliError(exitCode.usage, {
    problem: `Expected --http ${httpFlavors.join(' or ')}, found "${text}".`,
    fix: 'url is a function URL, apigw-v2 an HTTP API of API Gateway.',
  });
}
