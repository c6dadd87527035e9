import { expect, test, vi } from 'vitest';
import { checkGiven, completeAnswers, type Sources } from '../../../scaffold/options/answers.ts';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { type Option, options } from '../../../scaffold/options/options.ts';

const catalog = loadCatalog();

const answers = {
  name: 'shop',
  language: 'erlang',
  style: 'project',
  base: 'debian',
  architecture: 'arm64',
  languageVersion: '27',
  deploy: 'none',
  state: 'none',
  ci: 'none',
  agentsMd: 'no',
};
const given = { ...answers, event: 'direct' };
const complete = { answers, event: 'direct' };

const nothing: Sources = {
  catalog,
  given: {},
  stored: undefined,
  locate: () => undefined,
  takeDefaults: false,
  ask: undefined,
};

test('what is given is not asked for', async () => {
  const ask = vi.fn<NonNullable<Sources['ask']>>();
  expect(await completeAnswers({ ...nothing, given, ask })).toStrictEqual(complete);
  expect(ask).not.toHaveBeenCalled();
});

test('what is not given is asked for, in the order of the table', async () => {
  const asked: string[] = [];
  const result = await completeAnswers({
    ...nothing,
    given: { base: 'debian' },
    ask: async (question, context) => {
      asked.push(question.name);
      return question.name === 'language' ? 'erlang' : question.default(context);
    },
  });
  expect(asked).toStrictEqual([
    'language',
    'name',
    'style',
    'event',
    'architecture',
    'languageVersion',
    'deploy',
    'ci',
  ]);
  expect(result.answers).toMatchObject({
    name: 'hello',
    language: 'erlang',
    languageVersion: '29',
  });
});

test('a single choice is no question', async () => {
  const asked: Option['name'][] = [];
  await completeAnswers({
    ...nothing,
    given: { language: 'nodejs' },
    ask: async (question, context) => {
      asked.push(question.name);
      return question.default(context);
    },
  });
  expect(asked).toStrictEqual(['name', 'event', 'base', 'architecture', 'deploy', 'ci']);
});

test('defaults are taken with --yes, those of the given language', async () => {
  const result = await completeAnswers({
    ...nothing,
    given: { language: 'erlang' },
    takeDefaults: true,
  });
  expect(result.answers).toMatchObject({ name: 'hello', languageVersion: '29', base: 'scratch' });
});

test('an existing project is asked nothing', async () => {
  const result = await completeAnswers({
    ...nothing,
    given: { name: 'shop', base: 'scratch' },
    locate: (name) => (name === 'shop' ? given : undefined),
  });
  expect(result.answers).toStrictEqual({ ...answers, base: 'scratch' });
});

test('without anybody to ask, all that is missing is named at once', async () => {
  await expect(completeAnswers({ ...nothing, given: { base: 'debian' } })).rejects.toMatchObject({
    kind: 'usage',
    problem: expect.stringMatching(
      /^Missing required options: <name> --language <id> --style <style> --event <source> --architecture <name> --language-version <version> --deploy <tool> --state <store> --ci <provider>$/,
    ),
    fix: expect.stringContaining('--yes'),
  });
});

test('a stored answer is checked as a flag is', async () => {
  const stored = { ...given, name: '../../etc' };
  await expect(completeAnswers({ ...nothing, stored })).rejects.toMatchObject({
    kind: 'usage',
    problem: expect.stringMatching(/^\.yo-rc\.json, name: /),
  });
});

test('a project keeps its language', async () => {
  const sources = { ...nothing, stored: given, locate: () => given };
  await expect(
    completeAnswers({ ...sources, given: { language: 'elixir' } }),
  ).rejects.toMatchObject({
    kind: 'usage',
    problem: '--language: this project was generated with "erlang", found "elixir".',
  });
  // Its other name is no change.
  await expect(completeAnswers({ ...sources, given: { language: 'erl' } })).resolves.toStrictEqual(
    complete,
  );
});

test('a project that turns out to be there keeps its language', async () => {
  const ask: Sources['ask'] = async ({ name }) => (name === 'name' ? 'shop' : 'elixir');
  await expect(completeAnswers({ ...nothing, locate: () => given, ask })).rejects.toMatchObject({
    kind: 'usage',
    problem: '--language: this project was generated with "erlang", found "elixir".',
  });
});

test('an option that a project is older than leaves it as it is', async () => {
  const younger = {
    name: 'logFormat',
    flag: 'log-format',
    placeholder: 'format',
    question: 'Log format',
    help: 'log format',
    isFixed: false,
    choices: () => [{ value: 'text' }, { value: 'json' }],
    default: () => 'json',
    before: () => 'text',
  };
  const table = options as unknown[];
  table.push(younger);
  try {
    const here = await completeAnswers({ ...nothing, stored: given });
    expect(here.answers).toMatchObject({ logFormat: 'text' });
    const changed = await completeAnswers({
      ...nothing,
      stored: given,
      given: { logFormat: 'json' } as object,
    });
    expect(changed.answers).toMatchObject({ logFormat: 'json' });
    const made = await completeAnswers({ ...nothing, given, takeDefaults: true });
    expect(made.answers).toMatchObject({ logFormat: 'json' });
  } finally {
    table.pop();
  }
});

test('a bad flag is refused before the first question', () => {
  expect(() => checkGiven(catalog, { base: 'alpine' })).toThrow('--base: expected one of');
  expect(() => checkGiven(catalog, { language: 'erlang', languageVersion: '1.20' })).toThrow(
    '--language-version: expected one of 29, 27 for Erlang, found "1.20".',
  );
});
