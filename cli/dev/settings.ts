import { statSync } from 'node:fs';
import path from 'node:path';

import { CliError, exitCode } from '../../terminal/cli-error.ts';
import type { Typed } from '../../terminal/flags.ts';
import { optionalNumber, wholeNumber } from '../../terminal/whole-number.ts';
import { limits } from '../flags.ts';
import { type FunctionSettings, readFunctionSettings } from '../function-settings.ts';
import type { Bucket } from './watch-bucket.ts';

export interface DevSettings extends FunctionSettings {
  readonly port: number;
  /** Where to listen, besides this machine only. */
  readonly host: string | undefined;
  readonly allowedHosts: readonly string[];
  /** The most execution environments of a function. */
  readonly concurrency: number;
  readonly buckets: readonly Bucket[];
  /** As typed; empty for that of the function; undefined if schedules are not due by themselves. */
  readonly schedule: string | undefined;
  /** Of queues and streams; undefined for what the deploy tools configure. */
  readonly batchSize: number | undefined;
  readonly batchWindowMs: number | undefined;
  /** Of events whose sender does not wait. */
  readonly asyncRetries: number;
  /** Before what has failed is sent again. */
  readonly retryDelayMs: number;
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
    buckets: typed.values('bucket').map(readBucket),
    schedule: typed.value('schedule'),
    batchSize: optionalNumber(typed, 'batch-size', limits.batchSize, ''),
    batchWindowMs: seconds(optionalNumber(typed, 'batch-window', limits.batchWindow, 'seconds')),
    asyncRetries: wholeNumber(typed, 'async-retries', limits.asyncRetries, ''),
    retryDelayMs: wholeNumber(typed, 'retry-delay', limits.retryDelay, 'seconds') * 1000,
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

function seconds(number: number | undefined): number | undefined {
  return number === undefined ? undefined : number * 1000;
}

function readBucket(text: string): Bucket {
  const [, name, directory] = /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])=(.+)$/s.exec(text) ?? [];
  if (directory === undefined) {
    throw new CliError(exitCode.usage, {
      problem: `Expected --bucket name=directory, found "${text}".`,
      fix: 'For example: --bucket photos=./photos. A name has 3 to 63 small letters, digits, dots and hyphens.',
    });
  }
  if (!(statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
    throw new CliError(exitCode.usage, {
      problem: `Expected the directory of the bucket ${name}, found none at ${directory}.`,
      fix: `Make it: mkdir -p ${directory}`,
    });
  }
  return { name: name!, directory: path.resolve(directory) };
}
