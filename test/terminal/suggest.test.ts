import { expect, test } from 'vitest';
import { suggest } from '../../terminal/suggest.ts';

const languages = ['elixir', 'erlang', 'nodejs'];

test.each([
  ['elixer', 'elixir'],
  ['eilxir', 'elixir'],
  ['ERLANG', 'erlang'],
  ['node', undefined],
  ['nodjs', 'nodejs'],
  ['cobol', undefined],
  ['x', undefined],
  ['', undefined],
])('%j stands for %s', (word, expected) => {
  expect(suggest(word, languages)).toBe(expected);
});
