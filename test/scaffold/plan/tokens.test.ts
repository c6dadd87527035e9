import { expect, test } from 'vitest';
import { pascalCase, replaceTokens } from '../../../scaffold/plan/tokens.ts';

test.each([
  ['hello', 'Hello'],
  ['hello_world', 'HelloWorld'],
  ['v2_api', 'V2Api'],
  ['step_1b', 'Step1b'],
])('%s is %s in PascalCase', (name, expected) => {
  expect(pascalCase(name)).toBe(expected);
});

test('a name is put next to other underscores', () => {
  expect(replaceTokens('test/__name___test.exs', 'hello')).toBe('test/hello_test.exs');
  expect(replaceTokens('Elixir.__Name__:__name__', 'hello_world')).toBe(
    'Elixir.HelloWorld:hello_world',
  );
});
