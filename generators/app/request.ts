import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { questions, type RunFlag, runFlags } from '../../scaffold/options/options.ts';
import type { Request } from '../../scaffold/options/request.ts';
import { suggest } from '../../terminal/suggest.ts';

/**
 * Flags that every generator accepts, and what the environment adds to the options: none of our
 * business, but no typing mistakes either.
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

/** Reads what Yeoman hands to a generator: arguments, and options of which it checked nothing. */
export function parseRequest(
  args: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
): Request {
  const values = camelCased(options);
  refuseUnknown(values);
  const names = args.map(String);
  const run = {} as Record<RunFlag['name'], boolean>;
  for (const { name, short } of runFlags) {
    const value = values.get(name) ?? values.get(short?.replace('-', '') ?? '');
    run[name] = value !== undefined && value !== false && value !== 'false';
    // `yo lambda-container --yes hello` takes the name for the value of --yes.
    if (typeof value === 'string' && value !== 'true' && value !== 'false') names.push(value);
  }
  if (names.length > 1) {
    throw new CliError(exitCode.usage, {
      problem: `Expected one name, found ${names.length}: ${names.join(', ')}.`,
      fix: 'Give one name.',
    });
  }
  const flags = questions.filter(({ flag }) => flag !== undefined);
  const given = Object.fromEntries(flags.map(({ name }) => [name, values.get(name)]));
  return { ...run, given: { ...given, name: names[0] ?? values.get('name') } };
}

/** `yo` passes every flag in camel and in kebab case. */
function camelCased(options: Readonly<Record<string, unknown>>): Map<string, unknown> {
  return new Map(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [
        key.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
  );
}

function refuseUnknown(values: ReadonlyMap<string, unknown>): void {
  const flags = [...questions, ...runFlags];
  const known = new Set<string>([
    ...flags.map(({ name }) => name),
    ...runFlags.flatMap(({ short }) => (short === undefined ? [] : [short.replace('-', '')])),
    ...yeomanOptions,
  ]);
  const unknown = [...values.keys()].find((key) => !known.has(key));
  if (unknown === undefined) return;
  const typed = unknown.length === 1 ? `-${unknown}` : `--${kebabCase(unknown)}`;
  const nearest = suggest(
    typed,
    flags.flatMap(({ flag }) => flag ?? []),
  );
  throw new CliError(exitCode.usage, {
    problem: `There is no option ${typed}.`,
    fix: nearest === undefined ? '--help lists the options.' : `Did you mean ${nearest}?`,
  });
}

function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
