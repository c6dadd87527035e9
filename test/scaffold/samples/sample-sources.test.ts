import { expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { sampleSources } from '../../../scaffold/samples/sample-sources.ts';
import { fixtureTemplates } from '../../helpers/fixture-templates.ts';

const source = { id: 'mail', title: 'emails', sample: 'received' };

test('a source without a template is a directory, and so are further samples of others', () => {
  using templates = fixtureTemplates({
    'samples/mail/source.json': JSON.stringify(source),
    'samples/mail/bounced.json': '{}',
    'samples/mail/received.json': '{}',
    'samples/direct/array.json': '[]',
  });
  const direct = loadCatalog(templates.path).events.find(({ id }) => id === 'direct')!;
  const sources = sampleSources({ ...loadCatalog(templates.path), events: [direct] });
  expect(sources.map(({ id, samples }) => [id, ...samples.keys()])).toStrictEqual([
    ['direct', direct.sample, 'array'],
    ['mail', 'received', 'bounced'],
  ]);
});

test.each<[string, object, string]>([
  ['an unknown field', { ...source, titel: 'emails' }, "Unrecognized key(s) in object: 'titel'"],
  [
    'an unknown derivation',
    { ...source, derived: [{ set: 'a', from: 'b', as: 'sum' }] },
    'derived',
  ],
  ['a sample that is not there', { ...source, sample: 'sent' }, 'there is no file sent.json'],
])('%s is refused, with file and field', (_name, json, message) => {
  using templates = fixtureTemplates({
    'samples/mail/source.json': JSON.stringify(json),
    'samples/mail/received.json': '{}',
  });
  const catalog = { ...loadCatalog(templates.path), events: [] };
  expect(() => sampleSources(catalog)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message) }),
  );
  expect(() => sampleSources(catalog)).toThrow('samples/mail/source.json is broken');
});
