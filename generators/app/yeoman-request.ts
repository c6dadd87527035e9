import type { OptionFlag } from '../../scaffold/options/flags.ts';
import type { TypedRequest } from '../../scaffold/options/request.ts';
import { unknownFlag } from '../../terminal/flags.ts';

/**
 * Flags that every generator accepts, and options that Yeoman's environment adds. They are ignored, not refused as
 * unknown.
 */
const yeomanOptions = new Set([
  'help',
  'h',
  'skipInstall',
  'skipCache',
  'skipLocalCache',
  'skipGlobalConfig',
  'forceInstall',
  'askAnswered',
  'skipYoResolve',
  'ignoreWhitespace',
  'bail',
  'color',
  'debug',
  'insight',
  'localOnly',
  'localConfigOnly',
  'destinationRoot',
  'experimental',
  'forwardErrorToEnvironment',
  'namespace',
  'namespaceId',
  'resolved',
  'description',
  'sharedData',
  'logCwd',
  'skipCheckEnv',
  'ignoreVersionCheck',
  '_meta',
]);

/** Reads the arguments and options that Yeoman passes to a generator with these flags, none of which it has checked. */
export function readYeomanRequest(
  flags: readonly OptionFlag[],
  args: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
): TypedRequest {
  const values = withNegations(flags, kebabCased(options));
  refuseUnknown(flags, values);
  function valueOf(flag: string): unknown {
    const short = flags.find(({ name }) => name === flag)?.short;
    return values.get(flag) ?? values.get(short ?? '');
  }
  // `yo lambda-container --yes hello` takes the name for the value of --yes.
  const taken = flags
    .filter(({ placeholder }) => placeholder === undefined)
    .map(({ name }) => valueOf(name))
    .filter((value) => typeof value === 'string' && value !== 'true' && value !== 'false');
  const names = [...args, ...taken].map(String);
  return {
    names: names.length === 0 && values.has('name') ? [String(values.get('name'))] : names,
    value: valueOf,
    isOn: (flag) => {
      const value = valueOf(flag);
      return value !== undefined && value !== false && value !== 'false';
    },
  };
}

/** `yo` makes of `--no-git` that `git` is false. */
function withNegations(
  flags: readonly OptionFlag[],
  values: ReadonlyMap<string, unknown>,
): Map<string, unknown> {
  return new Map(
    [...values].map(([key, value]) => {
      const negation = `no-${key}`;
      const isNegated = value === false && flags.some(({ name }) => name === negation);
      return isNegated ? [negation, true] : [key, value];
    }),
  );
}

/** `yo` passes every flag in camel and in kebab case. */
function kebabCased(options: Readonly<Record<string, unknown>>): Map<string, unknown> {
  return new Map(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [kebabCase(key), value]),
  );
}

function refuseUnknown(flags: readonly OptionFlag[], values: ReadonlyMap<string, unknown>): void {
  const known = new Set<string>([
    'name',
    ...flags.flatMap(({ name, short }) => (short === undefined ? name : [name, short])),
    ...[...yeomanOptions].map((name) => kebabCase(name)),
  ]);
  const unknown = [...values.keys()].find((key) => !known.has(key));
  if (unknown === undefined) return;
  throw unknownFlag(flags, unknown.length === 1 ? `-${unknown}` : `--${unknown}`);
}

function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
