import { expect, test } from 'vitest';
import { loadLanguages } from '../../../scaffold/catalog/languages.ts';
import { alpha, fixtureTemplates } from '../../helpers/fixture-templates.ts';

test('every folder with a language.json is a language', () => {
  using templates = fixtureTemplates();
  expect(loadLanguages(templates.path).map(({ id }) => id)).toStrictEqual(['alpha', 'beta']);
});

test('our own languages are well formed', () => {
  expect(loadLanguages().map(({ id }) => id)).toEqual(
    expect.arrayContaining(['elixir', 'erlang', 'nodejs']),
  );
});

const { title: _, ...withoutTitle } = alpha;

test.each<[string, string, string]>([
  ['not JSON', '{"id": ', 'it is not JSON'],
  ['not an object', '[]', 'Expected object, received array'],
  ['a missing field', JSON.stringify(withoutTitle), 'title: Required'],
  ['an unknown field', changed({ titel: 'Alpha' }), "Unrecognized key(s) in object: 'titel'"],
  ['a wrong type', changed({ aliases: 'al' }), 'aliases: Expected array, received string'],
  ['no version', changed({ versions: [] }), 'versions'],
  [
    'a version without image',
    changed({ versions: [alpha.versions[0], { version: '1', debian: 'trixie' }] }),
    'versions[1].buildImage: Required',
  ],
  ['another id than its folder', changed({ id: 'gamma' }), 'id: expected "alpha"'],
  ['a base that is not there', changed({ bases: ['alpine'] }), 'bases[0]: "alpine" has no folder'],
  ['a family that is not there', changed({ families: ['x'] }), 'families[0]: "x" has no folder'],
  ['a path out of the project', changed({ userFiles: ['../x'] }), 'userFiles[0]: must stay inside'],
  ["another language's id as alias", changed({ aliases: ['beta'] }), 'aliases: "beta" already'],
])('%s is refused, with file and field', (_name, json, message) => {
  using templates = fixtureTemplates({ 'languages/alpha/language.json': json });
  expect(() => loadLanguages(templates.path)).toThrow(
    expect.objectContaining({
      code: 1,
      problem: expect.stringContaining(message),
      message: expect.stringContaining(`${templates.path}/languages/alpha/language.json`),
    }),
  );
});

function changed(fields: object): string {
  return JSON.stringify({ ...alpha, ...fields });
}
