import { expect, test, vi } from 'vitest';
import { checkGiven, completeAnswers, type Sources } from '../../../scaffold/options/answers.ts';
import { loadLanguages } from '../../../scaffold/catalog/languages.ts';
import type { Question } from '../../../scaffold/options/options.ts';

const languages = loadLanguages();

const given = {
  name: 'shop',
  language: 'erlang',
  base: 'debian',
  architecture: 'arm64',
  languageVersion: '27',
};

const nothing: Sources = {
  languages,
  given: {},
  stored: undefined,
  locate: () => undefined,
  takeDefaults: false,
  ask: undefined,
};

test('what is given is not asked for', async () => {
  const ask = vi.fn<NonNullable<Sources['ask']>>();
  expect(await completeAnswers({ ...nothing, given, ask })).toStrictEqual(given);
  expect(ask).not.toHaveBeenCalled();
});

test('what is not given is asked for, in the order of the table', async () => {
  const asked: string[] = [];
  const answers = await completeAnswers({
    ...nothing,
    given: { base: 'debian' },
    ask: async (question, context) => {
      asked.push(question.name);
      return question.name === 'language' ? 'erlang' : question.default(context);
    },
  });
  expect(asked).toStrictEqual(['name', 'language', 'architecture', 'languageVersion']);
  expect(answers).toMatchObject({ name: 'hello', language: 'erlang', languageVersion: '29' });
});

test('a single choice is no question', async () => {
  const asked: Question['name'][] = [];
  await completeAnswers({
    ...nothing,
    given: { language: 'nodejs' },
    ask: async (question, context) => {
      asked.push(question.name);
      return question.default(context);
    },
  });
  expect(asked).toStrictEqual(['name', 'base', 'architecture']);
});

test('defaults are taken with --yes, those of the given language', async () => {
  const answers = await completeAnswers({
    ...nothing,
    given: { language: 'erlang' },
    takeDefaults: true,
  });
  expect(answers).toMatchObject({ name: 'hello', languageVersion: '29', base: 'scratch' });
});

test('an existing project is asked nothing', async () => {
  const answers = await completeAnswers({
    ...nothing,
    given: { name: 'shop', base: 'scratch' },
    locate: (name) => (name === 'shop' ? given : undefined),
  });
  expect(answers).toStrictEqual({ ...given, base: 'scratch' });
});

test('without anybody to ask, all that is missing is named at once', async () => {
  await expect(completeAnswers({ ...nothing, given: { base: 'debian' } })).rejects.toMatchObject({
    code: 2,
    problem: expect.stringMatching(
      /: <name> --language <id> --architecture <name> --language-version <version>$/,
    ),
    fix: expect.stringContaining('--yes'),
  });
});

test('a stored answer is checked as a flag is', async () => {
  const stored = { ...given, name: '../../etc' };
  await expect(completeAnswers({ ...nothing, stored })).rejects.toMatchObject({
    code: 2,
    problem: expect.stringMatching(/^\.yo-rc\.json, name: /),
  });
});

test('a project keeps its language', async () => {
  const sources = { ...nothing, stored: given, locate: () => given };
  await expect(
    completeAnswers({ ...sources, given: { language: 'elixir' } }),
  ).rejects.toMatchObject({
    code: 2,
    problem: '--language: this project was made with "erlang", found "elixir".',
  });
  // Its other name is no change.
  await expect(completeAnswers({ ...sources, given: { language: 'erl' } })).resolves.toStrictEqual(
    given,
  );
});

test('a bad flag is refused before the first question', () => {
  expect(() => checkGiven(languages, { base: 'alpine' })).toThrow('--base: expected one of');
  expect(() => checkGiven(languages, { language: 'erlang', languageVersion: '1.20' })).toThrow(
    '--language-version: expected one of 29, 27 for Erlang, found "1.20".',
  );
});
