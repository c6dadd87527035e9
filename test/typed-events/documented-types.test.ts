import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { sampleEvent } from '../../scaffold/samples/sample-event.ts';
import { sampleSources } from '../../scaffold/samples/sample-sources.ts';
import { docsFile, documentedTypes, libraries, typesOf } from './documented-types.ts';
import { ownSchemas } from './own-schemas.ts';

const catalog = loadCatalog();
const sources = sampleSources(catalog);
const samples = sources.flatMap(({ id, samples: named }) =>
  [...named.keys()].map((name) => ({ id, name, key: `${id}/${name}` })),
);

const untyped = samples.filter(({ key }) =>
  libraries.every((library) => !typesOf(library).has(key)),
);

test('docs/sample-events.md has the sources and types as they are: npm run docs:samples', () => {
  expect(readFileSync(docsFile, 'utf8')).toBe(documentedTypes());
});

test.each(untyped)('$key, which no library has a type for, is as documented by AWS', (sample) => {
  const schema = ownSchemas[sample.key] ?? ownSchemas[sample.id];
  const event = sampleEvent(catalog, { source: sample.id, sample: sample.name, sets: [] });
  expect(schema?.safeParse(event)).toMatchObject({ success: true });
});

test('no schema is left for what a library has a type for', () => {
  const needed = new Set(untyped.flatMap(({ id, key }) => [id, key]));
  expect(Object.keys(ownSchemas).filter((key) => !needed.has(key))).toStrictEqual([]);
});

test('the sources and samples in place of those of sam are there', () => {
  const section = readFileSync(docsFile, 'utf8').split('\n## From `sam')[1]!;
  const table = section.split('| --- | --- |\n')[1]!.split('\n\n')[0]!;
  const commands = table.split('\n').flatMap((line) => {
    const codes = line.split(' | ')[1]!.matchAll(/`([^`]+)`/g);
    return [...codes].map(([, code]) => code!);
  });
  const names = new Set([...sources.map(({ id }) => id), ...samples.map(({ name }) => name)]);
  const known = commands.flatMap((command) => command.replace(/ --set .*/, '').split(' --sample '));
  expect(known.length).toBeGreaterThan(30);
  expect(known.filter((name) => !names.has(name))).toStrictEqual([]);
});
