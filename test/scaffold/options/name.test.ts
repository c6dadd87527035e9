import { describe, expect, test } from 'vitest';
import { checkName, nearestName } from '../../../scaffold/options/name.ts';
import { reservations } from '../../../scaffold/options/reserved-names.ts';

test.each(['hello', 'h', 'hello_world', 'v2', 'a_1', 'x'.repeat(64)])('%s is good', (name) => {
  expect(checkName(name)).toBeUndefined();
});

describe('says which rule is broken, whose it is, and what would do', () => {
  test.each([
    ['', 'must not be empty (Docker)', 'hello'],
    ['Hello', 'upper-case letters (Docker and npm)', 'hello'],
    ['Hello-World', 'not by a hyphen (Mix and OTP)', 'hello_world'],
    ['helloWorld', 'upper-case letters (Docker and npm)', 'hello_world'],
    ['2fast', 'must start with a letter (Mix and OTP)', 'fn_2fast'],
    ['_a', 'must start with a letter (Mix and OTP)', 'a'],
    ['a_', 'must not end with an underscore', 'a'],
    ['a__b', 'two in a row (Docker)', 'a_b'],
    ['a.b', 'letters of a to z, digits and underscores', 'a_b'],
    ['größe', 'letters of a to z, digits and underscores', 'gro_e'],
    ['übung', 'letters of a to z, digits and underscores', 'ubung'],
    ['../../etc', 'letters of a to z, digits and underscores', 'etc'],
    ['a\nb', 'letters of a to z, digits and underscores', 'a_b'],
    ['世界', 'letters of a to z, digits and underscores', 'hello'],
    ['x'.repeat(65), 'at most 64 characters (Lambda)', 'x'.repeat(64)],
    ['lists', 'a module of Erlang/OTP', 'lists_function'],
    ['gen_server', 'a module of Erlang/OTP', 'gen_server_function'],
    ['receive', 'a reserved word of Erlang', 'receive_function'],
    ['stdlib', 'an OTP application', 'stdlib_function'],
    ['enum', 'a module of Elixir in PascalCase', 'enum_function'],
    ['ex_unit', 'a part of Elixir', 'ex_unit_function'],
    ['mix', 'a part of Elixir', 'mix_function'],
    ['http', 'a module of Node.js', 'http_function'],
    ['node_modules', 'a name that npm refuses', 'node_modules_function'],
    ['scratch', 'a name that Docker refuses', 'scratch_function'],
    ['lambda_runtime', 'the runtime that the project contains', 'lambda_runtime_function'],
    ['Lists', 'upper-case letters (Docker and npm)', 'lists_function'],
  ])('%j', (name, reason, nearest) => {
    expect(checkName(name)).toMatchObject({
      problem: expect.stringContaining(reason),
      fix: `Try "${nearest}".`,
    });
  });
});

test('what is proposed is always good', () => {
  const reserved = reservations.flatMap(({ names }) => [...names]);
  const hostile = ['-', '__', '9', '\0', 'a'.repeat(300), `${'a_'.repeat(31)}a-`, 'ÅÄÖ', '💥', 'İ'];
  for (const name of [...reserved, ...hostile]) {
    expect(checkName(nearestName(name)), `${name} -> ${nearestName(name)}`).toBeUndefined();
  }
});
