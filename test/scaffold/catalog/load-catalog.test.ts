import { expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { alpha, fixtureTemplates } from '../../helpers/fixture-templates.ts';

test('every directory is a language, a base or an event', () => {
  using templates = fixtureTemplates();
  const { languages, bases, events } = loadCatalog(templates.path);
  expect(languages.map(({ id }) => id)).toStrictEqual(['alpha', 'beta']);
  expect(bases.map(({ id }) => id)).toStrictEqual(['debian', 'scratch']);
  expect(events.map(({ id }) => id)).toStrictEqual(['direct', 'queue']);
});

test('our own languages are well formed', () => {
  expect(loadCatalog().languages.map(({ id }) => id)).toEqual(
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
  ['another id than its directory', changed({ id: 'gamma' }), 'id: expected "alpha"'],
  [
    'a base that is not there',
    changed({ bases: ['alpine'] }),
    'bases[0]: "alpine" has no directory',
  ],
  ['a family that is not there', changed({ families: ['x'] }), 'families[0]: "x" has no directory'],
  ['a path out of the project', changed({ userFiles: ['../x'] }), 'userFiles[0]: must stay inside'],
  ["another language's id as alias", changed({ aliases: ['beta'] }), 'aliases: "beta" already'],
])('%s is refused, with file and field', (_name, json, message) => {
  using templates = fixtureTemplates({ 'languages/alpha/language.json': json });
  expect(() => loadCatalog(templates.path)).toThrow(
    expect.objectContaining({
      kind: 'failed',
      problem: expect.stringContaining(message),
      message: expect.stringContaining(`${templates.path}/languages/alpha/language.json`),
    }),
  );
});

test('a directory without its manifest is refused', () => {
  using templates = fixtureTemplates({ 'events/cron/function/x': '' });
  expect(() => loadCatalog(templates.path)).toThrow(
    'events/cron/event.json is broken: the file does not exist',
  );
});

test.each([
  ['languages/alpha/parst/end.ejs', 'languages/alpha/parst', 'project, function, parts'],
  ['families/greek/bases/alpine/parts/x.ejs', 'families/greek/bases/alpine', 'debian, scratch'],
  ['languages/alpha/events/sqs/function/x', 'languages/alpha/events/sqs', 'direct, queue'],
  ['common/bases/scratch/parts/x.ejs', 'common/bases', 'project, function, parts'],
  [
    'deploys/sam/x',
    'deploys',
    'common, samples, bases, families, languages, styles, events, deploy, state, ci, agents-md',
  ],
])('a directory that would be left out is refused: %s', (file, directory, expected) => {
  using templates = fixtureTemplates({ [file]: '' });
  expect(() => loadCatalog(templates.path)).toThrow(
    expect.objectContaining({
      kind: 'failed',
      problem: `${templates.path}/${directory} belongs to no project: expected one of ${expected}${
        directory.startsWith('languages/alpha/p')
          ? ', bases, families, styles, events, deploy, state, ci, agents-md'
          : ''
      }.`,
    }),
  );
});

function changed(fields: object): string {
  return JSON.stringify({ ...alpha, ...fields });
}
