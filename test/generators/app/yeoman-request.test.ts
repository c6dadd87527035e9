import { describe, expect, test } from 'vitest';
import { readYeomanRequest } from '../../../generators/app/yeoman-request.ts';
import { functionFlags, readFunctionRequest } from '../../../scaffold/options/function-request.ts';
import { optionFlags } from '../../../scaffold/options/flags.ts';
import { readRequest, type Request } from '../../../scaffold/options/request.ts';

test('reads what yo passes: every flag in camel and in kebab case', () => {
  const options = { languageVersion: '1.18', 'language-version': '1.18', yes: true, dryRun: true };
  expect(requestOf(['shop'], { ...options, 'dry-run': true })).toMatchObject({
    given: { name: 'shop', languageVersion: '1.18' },
    yes: true,
    dryRun: true,
    json: false,
    force: false,
  });
});

test('-y is --yes', () => {
  expect(requestOf([], { y: true }).yes).toBe(true);
});

test.each(['yes', 'json', 'force', 'dryRun', 'y'])(
  'the name that yo takes for the value of --%s is the name',
  (flag) => {
    expect(requestOf([], { [flag]: 'shop' }).given.name).toBe('shop');
  },
);

test.each([
  [{ yes: false }, false],
  [{ yes: 'false' }, false],
  [{ yes: 'true' }, true],
])('%j', (options, expected) => {
  expect(requestOf([], options)).toMatchObject({
    yes: expected,
    given: { name: undefined },
  });
});

test('an option without a value, or with two, is left to the check of values', () => {
  const { given } = requestOf([], { language: true, base: ['scratch', 'debian'] });
  expect(given).toMatchObject({ language: true, base: ['scratch', 'debian'] });
});

test('what the environment adds is not taken for a mistake', () => {
  const added = { env: undefined, resolved: '/x', namespace: 'a:app', skipGlobalConfig: true };
  expect(() => requestOf([], { ...added, skipInstall: true })).not.toThrow();
});

describe('refuses', () => {
  test.each<[string, readonly string[], object, string, string]>([
    ['a misspelt flag', [], { langage: 'x' }, '--langage', 'Did you mean --language?'],
    ['in kebab case', [], { langageVersion: '1' }, '--langage-version', '--language-version?'],
    ['an unknown flag', [], { bogus: true }, '--bogus', 'Run with --help'],
    ['an unknown letter', [], { x: true }, '-x', 'Run with --help'],
    ['two names', ['a', 'b'], {}, 'found 2: a, b', 'Give one name.'],
    ['two names, one swallowed', ['a'], { yes: 'b' }, 'found 2: a, b', 'Give one name.'],
  ])('%s', (_title, args, options, problem, fix) => {
    expect(() => requestOf(args, { ...options })).toThrow(
      expect.objectContaining({
        problem: expect.stringContaining(problem),
        fix: expect.stringContaining(fix),
      }),
    );
  });
});

test('the name that yo takes for the value of --remove is the name of the function', () => {
  const typed = readYeomanRequest(functionFlags, [], { remove: 'refund', 'dry-run': true });
  expect(readFunctionRequest(typed)).toMatchObject({
    action: 'remove',
    name: 'refund',
    dryRun: true,
  });
});

function requestOf(args: readonly unknown[], options: Readonly<Record<string, unknown>>): Request {
  return readRequest(readYeomanRequest(optionFlags, args, options));
}
