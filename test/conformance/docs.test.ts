import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { plan } from '../../scaffold/plan/plan.ts';
import { sampleProjects } from '../helpers/sample-projects.ts';
import { deviations } from './deviations.ts';
import { readFunction } from './function-under-test.ts';
import { cases } from './groups.ts';
import { docsFile, documented } from './documented.ts';

test('docs/conformance.md is up to date: npm run docs:conformance', () => {
  expect(readFileSync(docsFile, 'utf8')).toBe(documented());
});

test('no two cases have the same id or name', () => {
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test('every language has a function under test', () => {
  for (const { id } of loadCatalog().languages) expect(readFunction(id).handler).not.toBe('');
});

test('a deviation is one of a case that is there', () => {
  const ids = cases.map(({ id }) => id);
  for (const deviation of deviations) expect(ids).toContain(deviation.case);
});

test('the client of a language is the one that projects have', () => {
  const catalog = loadCatalog();
  for (const { language, event, ...answers } of sampleProjects(catalog)) {
    const [name, version] = readFunction(language).client.name.split(' ');
    if (version === undefined) continue;
    const spec = {
      answers: { name: 'hello', language, ...answers },
      functions: [{ name: 'hello', event }],
    } as const;
    const locked = new RegExp(`${name}[^]{0,40}${version.replaceAll('.', '\\.')}`, 's');
    const files = plan(catalog, spec, '0.0.0');
    expect(files.some(({ contents }) => locked.test(contents.toString()))).toBe(true);
  }
});
