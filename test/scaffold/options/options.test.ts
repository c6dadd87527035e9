import { describe, expect, test } from 'vitest';
import {
  checkValue,
  type Context,
  parseValue,
  type QuestionName,
  questions,
} from '../../../scaffold/options/options.ts';
import { loadLanguages } from '../../../scaffold/catalog/languages.ts';

const languages = loadLanguages();
const elixir: Context = { languages, answers: { language: 'elixir' } };
const erlang: Context = { languages, answers: { language: 'erlang' } };

describe('a value is taken, by its name or an alias', () => {
  test.each<[QuestionName, string, Context, string]>([
    ['name', 'hello_world', elixir, 'hello_world'],
    ['language', 'erlang', { languages, answers: {} }, 'erlang'],
    ['language', 'ex', { languages, answers: {} }, 'elixir'],
    ['base', 'debian', elixir, 'debian'],
    ['architecture', 'arm64', elixir, 'arm64'],
    ['architecture', 'amd64', elixir, 'x86_64'],
    ['architecture', 'aarch64', elixir, 'arm64'],
    ['languageVersion', '1.18', elixir, '1.18'],
    ['languageVersion', '27', erlang, '27'],
    // Which language it is for is not known yet.
    ['languageVersion', '27', { languages, answers: {} }, '27'],
  ])('%s %s', (name, value, context, expected) => {
    expect(checkValue(question(name), value, context)).toBe(expected);
  });
});

describe('a value is refused with what was expected, what was found, and what to do', () => {
  test.each<[QuestionName, unknown, Context, string, string]>([
    ['name', 'Hello', elixir, '"Hello" cannot be the name', 'Try "hello".'],
    ['name', 7, elixir, 'expected a value, found 7.', 'Give it once.'],
    [
      'language',
      'elixer',
      { languages, answers: {} },
      'expected one of elixir, erlang, nodejs, found "elixer".',
      'Did you mean --language elixir?',
    ],
    [
      'language',
      'cobol',
      { languages, answers: {} },
      'expected one of elixir, erlang, nodejs, found "cobol".',
      'Use --language elixir.',
    ],
    [
      'language',
      true,
      { languages, answers: {} },
      'expected one of elixir, erlang, nodejs, found nothing.',
      'Give it once.',
    ],
    [
      'language',
      ['elixir', 'erlang'],
      { languages, answers: {} },
      'found ["elixir","erlang"].',
      'Give it once.',
    ],
    ['base', 'alpine', elixir, 'one of scratch, debian for Elixir, found "alpine"', 'Use --base'],
    [
      'languageVersion',
      '1.2',
      elixir,
      'expected one of 1.20, 1.18 for Elixir, found "1.2".',
      'Did you mean --language-version 1.20?',
    ],
    ['languageVersion', '1.20', erlang, 'one of 29, 27 for Erlang, found "1.20"', 'Use'],
    ['architecture', 'riscv', elixir, 'one of x86_64, arm64, found "riscv"', 'Use --architecture'],
  ])('%s %j', (name, value, context, problem, fix) => {
    expect(checkValue(question(name), value, context)).toStrictEqual({
      problem: expect.stringContaining(problem),
      fix: expect.stringContaining(fix),
    });
  });
});

test('the error says where the value came from, and has the exit code of wrong usage', () => {
  expect(() => parseValue(question('base'), 'x', elixir, '.yo-rc.json, base')).toThrow(
    expect.objectContaining({
      code: 2,
      problem: expect.stringMatching(/^\.yo-rc\.json, base: expected/),
    }),
  );
});

test('every default is one of the choices, for every language', () => {
  for (const language of languages) {
    const context = { languages, answers: { language: language.id } };
    for (const each of questions) {
      const value = each.default(context);
      expect(checkValue(each, value, context), `${language.id} ${each.name}`).toBe(value);
    }
  }
});

test('the first question comes with Elixir as default', () => {
  expect(question('language').default({ languages, answers: {} })).toBe('elixir');
  expect(question('languageVersion').default({ languages, answers: {} })).toBe('1.20');
});

function question(name: QuestionName) {
  return questions.find((each) => each.name === name)!;
}
