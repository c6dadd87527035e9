import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { reservationsFor } from '../../../scaffold/catalog/reserved-names.ts';
import { checkName, nearestName } from '../../../scaffold/options/project-name.ts';

const catalog = loadCatalog();

function languageNamed(id: string) {
  return catalog.languages.find((language) => language.id === id)!;
}

describe.each(catalog.languages)('in $title', (language) => {
  test.each([
    'hello',
    'h',
    'hello_world',
    'orders-api',
    'v2',
    'a-1',
    'x'.repeat(64),
    'config-service',
  ])('%s is good', (name) => {
    expect(checkName(name, catalog, language)).toBeUndefined();
  });

  test('what is proposed is always good', () => {
    const reservations = reservationsFor(catalog, language);
    const reserved = reservations.flatMap(({ names }) => [...names]);
    const hostile = [
      '-',
      '__',
      '9',
      '\0',
      'a'.repeat(300),
      `${'a_'.repeat(31)}a-`,
      'ÅÄÖ',
      '💥',
      'İ',
    ];
    for (const name of [...reserved, ...hostile]) {
      const nearest = nearestName(name, reservations);
      expect(checkName(nearest, catalog, language), `${name} -> ${nearest}`).toBeUndefined();
    }
  });
});

describe('says which rule is broken, whose it is, and what would do', () => {
  test.each([
    ['', 'must not be empty (Docker)', 'hello'],
    ['Hello', 'must be in lower case (Docker)', 'hello'],
    ['helloWorld', 'must be in lower case (Docker)', 'hello-world'],
    ['OrdersAPI', 'must be in lower case (Docker)', 'orders-api'],
    ['2fast', 'must start with a letter', 'fn-2fast'],
    ['_a', 'must start with a letter', 'a'],
    ['a_', 'must not end with a hyphen or an underscore', 'a'],
    ['a-', 'must not end with a hyphen or an underscore', 'a'],
    ['a__b', 'two of them in a row (Docker)', 'a_b'],
    ['a-_b', 'two of them in a row (Docker)', 'a-b'],
    ['a.b', 'letters from a to z, digits, hyphens and underscores', 'a-b'],
    ['größe', 'letters from a to z, digits, hyphens and underscores', 'gro-e'],
    ['übung', 'letters from a to z, digits, hyphens and underscores', 'ubung'],
    ['../../etc', 'letters from a to z, digits, hyphens and underscores', 'etc'],
    ['a\nb', 'letters from a to z, digits, hyphens and underscores', 'a-b'],
    ['世界', 'letters from a to z, digits, hyphens and underscores', 'hello'],
    ['x'.repeat(65), 'at most 64 characters (Lambda)', 'x'.repeat(64)],
    ['scratch', 'a name that Docker refuses', 'scratch-function'],
  ])('%j', (name, reason, nearest) => {
    expect(checkName(name, catalog, undefined)).toMatchObject({
      problem: expect.stringContaining(reason),
      fix: `Try "${nearest}".`,
    });
  });
});

describe('what a language reserves is reserved there alone', () => {
  test.each([
    ['elixir', 'receive', 'a reserved word of Erlang'],
    ['elixir', 'stdlib', 'an OTP application'],
    ['elixir', 'enum', 'a module of Elixir'],
    ['elixir', 'dynamic-supervisor', 'a module of Elixir'],
    ['elixir', 'ex-unit', 'a part of Elixir'],
    ['elixir', 'lambda_runtime', 'the runtime that the project contains'],
    ['elixir', 'lambda-boot', 'the runtime that the project contains'],
    ['erlang', 'lists', 'a module of Erlang/OTP'],
    ['erlang', 'gen-server', 'a module of Erlang/OTP'],
    ['erlang', 'queue', 'a module of Erlang/OTP'],
    ['nodejs', 'http', 'a module of Node.js'],
    ['nodejs', 'node_modules', 'a name that npm refuses'],
  ])('%s: %s', (id, name, reason) => {
    const language = languageNamed(id);
    const separator = name.includes('_') ? '_' : '-';
    expect(checkName(name, catalog, language)).toMatchObject({
      problem: `"${name}" cannot be the name of a project in ${language.title}: it is ${reason}.`,
      fix: `Try "${name}${separator}function".`,
    });
  });

  test.each(['orders-api', 'auth', 'queue', 'config', 'fn', 'case', 'enum', 'stdlib'])(
    '%s is good for Node.js',
    (name) => {
      expect(checkName(name, catalog, languageNamed('nodejs'))).toBeUndefined();
    },
  );

  test.each(['auth', 'queue', 'lists', 'http'])('%s is good for Elixir', (name) => {
    expect(checkName(name, catalog, languageNamed('elixir'))).toBeUndefined();
  });
});
