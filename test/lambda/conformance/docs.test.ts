import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { loadLanguages } from '../../../scaffold/catalog/languages.ts';
import { deviations } from '../../../lambda/conformance/deviations.ts';
import { readHandlers } from '../../../lambda/conformance/function-under-test.ts';
import { cases } from '../../../lambda/conformance/groups.ts';
import { docsFile, documented, nodejsClient } from './documented.ts';

test('docs/conformance.md is up to date: npm run docs:conformance', () => {
  expect(readFileSync(docsFile, 'utf8')).toBe(documented());
});

test('no two cases have the same id or name', () => {
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test('every language has a function under test', () => {
  for (const { id } of loadLanguages()) expect(readHandlers(id).handler).not.toBe('');
});

test('a deviation is one of a case that is there, of a client of AWS', () => {
  const ids = cases.map(({ id }) => id);
  for (const deviation of deviations) {
    expect(ids).toContain(deviation.case);
    expect(['elixir', 'erlang']).not.toContain(deviation.language);
  }
});

test('the deviations of Node.js are those of the client that projects have', () => {
  const clients = deviations.filter(({ language }) => language === 'nodejs');
  expect(new Set(clients.map(({ client }) => client))).toStrictEqual(new Set([nodejsClient()]));
});
