import { expect, test } from 'vitest';
import { loadLanguages } from '../../../scaffold/catalog/languages.ts';
import { plan, type PlannedFile } from '../../../scaffold/plan/plan.ts';
import { fixtureTemplates } from '../../helpers/fixture-templates.ts';
import type { Tree } from '../../helpers/temporary-folder.ts';

const answers = {
  name: 'hello_world',
  language: 'alpha',
  base: 'scratch',
  architecture: 'arm64',
  languageVersion: '1.10',
};

test('renders the layers of a project, the general ones first', () => {
  const files = planned({});
  expect(Object.fromEntries(files.map((file) => [file.path, String(file.contents)]))).toStrictEqual(
    {
      Dockerfile: [
        'FROM alpha:1.10',
        'common linux/arm64',
        'scratch',
        'alpha src/hello_world.al',
        '',
      ].join('\n'),
      'README.md': '# hello_world in Alpha 1.10\n',
      'events/event.json': '{}\n',
      manifest: 'manifest\n',
      'run.sh': '#!/bin/sh\n# <%= not rendered %>\n',
      'runtime/hello_world.rt': 'HelloWorld\n',
      'src/hello_world.al': "it's HelloWorld:handler\n",
      'test/hello_world_test.al': 'test\n',
    },
  );
});

test('the paths are in order, whatever layer they come from', () => {
  const paths = planned({}).map((file) => file.path);
  expect(paths).toStrictEqual(paths.toSorted());
});

test('the base decides on a layer', () => {
  const paths = planned({}, { base: 'debian' }).map((file) => file.path);
  expect(paths).toContain('debian.txt');
});

test('what starts with #! is executable, nothing else is', () => {
  expect(planned({}).filter(({ executable }) => executable)).toMatchObject([{ path: 'run.sh' }]);
});

test('the user owns handler, README and events; the generator owns the rest', () => {
  const owned = planned({}).filter(({ owner }) => owner === 'user');
  expect(owned.map((file) => file.path)).toStrictEqual([
    'README.md',
    'events/event.json',
    'manifest',
    'src/hello_world.al',
  ]);
});

test('bytes that are no text stay what they are', () => {
  const bytes = '\u00ff\u0000\r\n';
  const file = planned({ 'common/project/a.bin': bytes }).find(({ path }) => path === 'a.bin');
  expect(file?.contents).toStrictEqual(Buffer.from(bytes));
});

test('two layers with the same path are a mistake', () => {
  expect(() => planned({ 'bases/scratch/project/manifest': '' })).toThrow(
    'templates/bases/scratch and templates/languages/alpha both produce manifest',
  );
  // The same path from another name of the template.
  expect(() => planned({ 'families/greek/project/README.md': '' })).toThrow(
    'templates/common and templates/families/greek both produce README.md',
  );
});

test.each([
  ['a variable', '<%= nobody %>', 'nobody is not defined'],
  ['a property', '<%= language.nobody %>', 'expected a text, found undefined'],
  ['the syntax', '<%= name', 'Could not find matching close tag'],
])('%s that is wrong is an error that names the template', (_name, text, message) => {
  const template = 'languages/alpha/project/broken.txt.ejs';
  expect(() => planned({ [template]: text })).toThrow(template);
  expect(() => planned({ [template]: text })).toThrow(message);
});

test('an error in a part names the part', () => {
  expect(() => planned({ 'bases/scratch/parts/end.ejs': '<%= nobody %>' })).toThrow(
    'bases/scratch/parts/end.ejs',
  );
});

function planned(changes: Tree, other: Partial<typeof answers> = {}): PlannedFile[] {
  using templates = fixtureTemplates(changes);
  const [alpha] = loadLanguages(templates.path);
  return plan(templates.path, alpha!, { ...answers, ...other }, '0.1.0');
}
