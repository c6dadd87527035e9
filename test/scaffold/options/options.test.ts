import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { checkOption, parseOption } from '../../../scaffold/options/check-option.ts';
import { type Context, type OptionName, options } from '../../../scaffold/options/options.ts';

const catalog = loadCatalog();
const { languages } = catalog;
const ids = languages.map(({ id }) => id).join(', ');
const elixir: Context = { catalog, values: { language: 'elixir' } };
const erlang: Context = { catalog, values: { language: 'erlang' } };

describe('a value is taken, by its name or an alias', () => {
  test.each<[OptionName, string, Context, string]>([
    ['name', 'hello_world', elixir, 'hello_world'],
    ['language', 'erlang', { catalog, values: {} }, 'erlang'],
    ['language', 'ex', { catalog, values: {} }, 'elixir'],
    ['base', 'debian', elixir, 'debian'],
    ['architecture', 'arm64', elixir, 'arm64'],
    ['architecture', 'amd64', elixir, 'x86_64'],
    ['architecture', 'aarch64', elixir, 'arm64'],
    ['languageVersion', '1.18', elixir, '1.18'],
    ['languageVersion', '27', erlang, '27'],
    // Which language it is for is not known yet.
    ['languageVersion', '27', { catalog, values: {} }, '27'],
  ])('%s %s', (name, value, context, expected) => {
    expect(checkOption(option(name), value, context)).toBe(expected);
  });
});

describe('a value is refused with what was expected, what was found, and what to do', () => {
  test.each<[OptionName, unknown, Context, string, string]>([
    ['name', 'Hello', elixir, '"Hello" cannot be the name', 'Try "hello".'],
    ['name', 7, elixir, 'expected a value, found 7.', 'Write <name>.'],
    [
      'language',
      'elixer',
      { catalog, values: {} },
      `expected one of ${ids}, found "elixer".`,
      'Use --language elixir.',
    ],
    [
      'language',
      'cobol',
      { catalog, values: {} },
      `expected one of ${ids}, found "cobol".`,
      'Use --language elixir.',
    ],
    [
      'language',
      true,
      { catalog, values: {} },
      `expected one of ${ids}, found nothing.`,
      'Write --language <id>.',
    ],
    [
      'language',
      ['elixir', 'erlang'],
      { catalog, values: {} },
      'found ["elixir","erlang"].',
      'Write --language <id>.',
    ],
    ['base', 'alpine', elixir, 'one of scratch, debian for Elixir, found "alpine"', 'Use --base'],
    [
      'languageVersion',
      '1.2',
      elixir,
      'expected one of 1.20, 1.18 for Elixir, found "1.2".',
      'Use --language-version 1.20.',
    ],
    ['languageVersion', '1.20', erlang, 'one of 29, 27 for Erlang, found "1.20"', 'Use'],
    ['architecture', 'riscv', elixir, 'one of x86_64, arm64, found "riscv"', 'Use --architecture'],
  ])('%s %j', (name, value, context, problem, fix) => {
    expect(checkOption(option(name), value, context)).toMatchObject({
      problem: expect.stringContaining(problem),
      fix: expect.stringContaining(fix),
    });
  });
});

test('what was typed comes with what it may have been meant to be', () => {
  const checked = checkOption(option('language'), 'elixer', { catalog, values: {} });
  expect(checked).toMatchObject({
    typo: { typed: 'elixer', candidates: expect.arrayContaining(['elixir', 'ex', 'nodejs']) },
  });
});

test('the error says where the value came from, and has the exit code of wrong usage', () => {
  expect(() => parseOption(option('base'), 'x', elixir, '.yo-rc.json, base')).toThrow(
    expect.objectContaining({
      kind: 'usage',
      problem: expect.stringMatching(/^\.yo-rc\.json, base: expected/),
    }),
  );
});

test('every default is one of the choices, for every language', () => {
  for (const language of languages) {
    const context = { catalog, values: { language: language.id } };
    for (const each of options) {
      const value = each.default(context);
      expect(checkOption(each, value, context), `${language.id} ${each.name}`).toBe(value);
    }
  }
});

test('the language is Elixir by default', () => {
  expect(option('language').default({ catalog, values: {} })).toBe('elixir');
  expect(option('languageVersion').default({ catalog, values: {} })).toBe('1.20');
});

function option(name: OptionName) {
  return options.find((each) => each.name === name)!;
}
