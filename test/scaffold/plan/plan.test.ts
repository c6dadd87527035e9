import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { plan, type PlannedFile, type Spec } from '../../../scaffold/plan/plan.ts';
import { alpha, fixtureTemplates } from '../../helpers/fixture-templates.ts';
import type { Tree } from '../../helpers/temporary-directory.ts';

const answers = {
  style: 'project',
  name: 'hello-world',
  language: 'alpha',
  base: 'scratch',
  architecture: 'arm64',
  languageVersion: '1.10',
  deploy: 'none',
  state: 'none',
  ci: 'none',
  agentsMd: 'no',
};

const direct = { name: 'hello-world', event: 'direct' };

test('takes what every cell of the project gives, parts in the order of the axes', () => {
  const files = planned({});
  expect(textsOf(files)).toStrictEqual({
    Dockerfile: [
      'FROM alpha:1.10',
      'common linux/arm64',
      'scratch',
      'greek on scratch',
      'alpha src/hello_world.al',
      'CMD HelloWorld:handler',
      '',
    ].join('\n'),
    'README.md': '# hello-world in Alpha 1.10\n',
    'events/hello-world/hello.expected.json': '1\n',
    'events/hello-world/hello.json': '{}\n',
    manifest: 'manifest\n',
    'run.sh': '#!/bin/sh\n# <%= not rendered %>\n',
    'src/hello_world.al': "it's HelloWorld:handler\n",
    'test/hello_world_test.al': 'test\n',
    'vendor/hello_world.rt': 'HelloWorld\n',
  });
});

test('another event has another handler, other events, and parts of its own', () => {
  const texts = textsOf(planned({}, {}, [{ name: 'hello-world', event: 'queue' }]));
  expect(texts['src/hello_world.al']).toBe('queue hello-world\n');
  expect(texts['events/hello-world/batch.json']).toBe('[]\n');
  expect(texts['events/hello-world/hello.json']).toBeUndefined();
  expect(texts['Dockerfile']).toContain('alpha src/hello_world.al\nalpha with a queue\n');
});

test('each function has files of its own, and the first has the names of the project', () => {
  const texts = textsOf(planned({}, {}, [direct, { name: 'send-mail', event: 'queue' }]));
  expect(Object.keys(texts)).toEqual(
    expect.arrayContaining([
      'src/hello_world.al',
      'src/hello_world/send_mail.al',
      'test/hello_world/send_mail_test.al',
      'events/send-mail/batch.json',
    ]),
  );
  expect(texts['src/hello_world/send_mail.al']).toBe('queue send-mail\n');
  expect(texts['Dockerfile']).toContain('CMD HelloWorld:handler');
});

test('another style has another handler and other files', () => {
  const { handler, handlerFile, testFile } = alpha.function;
  const script = {
    function: { first: alpha.function.first, handler, handlerFile: `${handlerFile}s`, testFile },
    userFiles: [],
    silentCommands: [],
  };
  const files = planned(
    {
      'styles/script/style.json': '{"id": "script", "title": "a file"}',
      'languages/alpha/language.json': JSON.stringify({ ...alpha, styles: { script } }),
      'languages/alpha/styles/project/project/settings': 'settings\n',
      'languages/alpha/styles/script/parts/end.ejs': 'script\n',
      'languages/alpha/events/direct/function/src/__path__.als': 'one file\n',
    },
    { style: 'script' },
  );
  const texts = textsOf(files);
  expect(texts).toMatchObject({ 'src/hello_world.als': 'one file\n' });
  expect(texts['Dockerfile']).toContain('script\n');
  expect(Object.keys(texts)).not.toContain('settings');
});

test('two functions of the same event have its parts once', () => {
  const more = { name: 'second', event: 'direct' };
  const one = textsOf(planned({}));
  expect(textsOf(planned({}, {}, [direct, more]))['Dockerfile']).toBe(one['Dockerfile']);
});

test('the parts of an event see the functions that have it, all others every one', () => {
  const names = "<%= first.name %>: <%= functions.map(({ name }) => name).join(' ') %>\n";
  const functions = [direct, { name: 'mail', event: 'queue' }, { name: 'send', event: 'queue' }];
  const texts = textsOf(
    planned(
      {
        'events/queue/parts/names.ejs': names,
        'common/parts/names.ejs': names,
        'common/project/names.ejs': "<%- part('names') %>",
      },
      {},
      functions,
    ),
  );
  expect(texts['names']).toBe('hello-world: hello-world mail send\nmail: mail send\n');
});

test('a part with the name of a JSON file is merged into it', () => {
  const functions = [direct, { name: 'mail', event: 'queue' }] as const;
  const tree = {
    'languages/alpha/project/package.json.ejs':
      '{"name": "<%= name %>", "dev": {"a": 1, "c": 3}}\n',
    'languages/alpha/events/queue/parts/package.json.ejs':
      '{"dependencies": {"<%= first.name %>": {"z": 1, "y": null}}, "dev": {"b": 2, "c": null}}',
    'events/queue/parts/package.json.ejs': '{"dependencies": {"mail": {"x": 0}}}',
  };
  const alone = textsOf(planned(tree));
  expect(alone['package.json']).toBe('{"name": "hello-world", "dev": {"a": 1, "c": 3}}\n');
  const both = textsOf(planned(tree, {}, [...functions]))['package.json']!;
  const merged = {
    name: 'hello-world',
    dependencies: { mail: { x: 0, z: 1 } },
    dev: { a: 1, b: 2 },
  };
  expect(both).toBe(`${JSON.stringify(merged, null, 2)}\n`);
});

test('a part with the name of a JSON file must be JSON', () => {
  const tree = {
    'languages/alpha/project/package.json': '{}\n',
    'languages/alpha/parts/package.json.ejs': '["a"]\n',
  };
  expect(() => planned(tree)).toThrow(
    expect.objectContaining({
      problem: expect.stringMatching(/JSON object in package\.json[^]*languages\/alpha\/parts/),
    }),
  );
});

test('the paths are in order, whatever cell they come from', () => {
  const paths = planned({}).map((file) => file.path);
  expect(paths).toStrictEqual(paths.toSorted());
});

test('the base decides on cells', () => {
  const texts = textsOf(planned({}, { base: 'debian' }));
  expect(texts['debian.txt']).toBe('debian\n');
  expect(texts['Dockerfile']).not.toContain('scratch');
});

test('what starts with #! is executable, nothing else is', () => {
  expect(planned({}).filter(({ executable }) => executable)).toMatchObject([{ path: 'run.sh' }]);
});

test('the user owns README and all of a function; the generator owns the rest', () => {
  const owned = planned({}).filter(({ owner }) => owner === 'user');
  expect(owned.map((file) => file.path)).toStrictEqual([
    'README.md',
    'events/hello-world/hello.expected.json',
    'events/hello-world/hello.json',
    'manifest',
    'src/hello_world.al',
    'test/hello_world_test.al',
  ]);
});

test('bytes that are no text stay what they are', () => {
  const bytes = '\u00ff\u0000\r\n';
  const file = planned({ 'common/project/a.bin': bytes }).find(({ path }) => path === 'a.bin');
  expect(file?.contents).toStrictEqual(Buffer.from(bytes));
});

test('two cells with the same path are a mistake', () => {
  expect(() => planned({ 'bases/scratch/project/manifest': '' })).toThrow(
    'templates/bases/scratch and templates/languages/alpha both produce manifest',
  );
  // The same path from another name of the template.
  expect(() => planned({ 'families/greek/project/README.md': '' })).toThrow(
    'templates/common and templates/families/greek both produce README.md',
  );
  expect(() => planned({}, {}, [direct, direct])).toThrow('both produce events/hello-world/');
});

test('a part that has to be there, and is not, is an error that says where it was looked for', () => {
  expect(() => planned({ 'common/project/x.ejs': "<%- part('Dockerfile.build') %>" })).toThrow(
    expect.objectContaining({
      kind: 'failed',
      problem: [
        'Expected a part Dockerfile.build.ejs, found none in',
        '  templates/common/parts/',
        '  templates/bases/scratch/parts/',
        '  templates/families/greek/parts/',
        '  templates/families/greek/bases/scratch/parts/',
        '  templates/languages/alpha/parts/',
        '  templates/languages/alpha/events/direct/parts/',
        '  templates/styles/project/parts/',
        '  templates/events/direct/parts/',
        '  templates/deploy/none/parts/',
        '  templates/state/none/parts/',
        '  templates/ci/none/parts/',
      ].join('\n'),
    }),
  );
  const optional = { 'common/project/x.ejs': "<%- optionalPart('none') %>." };
  expect(textsOf(planned(optional))['x']).toBe('.');
});

test.each([
  ['the handler', 'languages/alpha/events/direct/function/src', 'src/hello_world.al'],
  ['the unit test', 'languages/alpha/events/direct/function/test', 'test/hello_world_test.al'],
  [
    'the event',
    'events/direct/function/events/__function__/hello.json',
    'events/hello-world/hello.json',
  ],
  [
    'the response',
    'events/direct/function/events/__function__/hello.expected.json',
    'events/hello-world/hello.expected.json',
  ],
])('an event without %s is an error that names the file', (_name, removed, file) => {
  expect(() => planned({}, {}, [direct], removed)).toThrow(
    expect.objectContaining({
      kind: 'failed',
      problem: expect.stringMatching(
        new RegExp(`^Expected the file ${file} .*\\n(  templates/.*/function/\\n?)+$`),
      ),
    }),
  );
});

test.each([
  ['a variable', '<%= nobody %>', 'nobody is not defined'],
  ['a property', '<%= first.nobody %>', 'expected a string or a number, found undefined'],
  ['the syntax', '<%= name', 'Could not find matching close tag'],
])('%s that is wrong is an error that names the template', (_name, text, message) => {
  const template = 'languages/alpha/project/broken.txt.ejs';
  expect(() => planned({ [template]: text })).toThrow(template);
  expect(() => planned({ [template]: text })).toThrow(message);
});

const tool = {
  'deploy/rope/deploy.json': JSON.stringify({
    id: 'rope',
    title: 'a rope',
    families: ['pulled'],
    userFiles: ['rope.txt'],
  }),
  'deploy/rope/project/rope.txt.ejs':
    "<% for (const fn of functions) { -%>\n<%- part('knot', fn) -%>\n<% } -%>\n",
  'deploy/rope/parts/knot.ejs': '<%= fn.name %>:\n',
  'deploy/rope/events/queue/parts/knot.ejs': '  <%= fn.facts.batch %> of a queue\n',
  'families/pulled/project/pull.sh': 'pull\n',
  'events/queue/event.json':
    '{"id": "queue", "title": "a queue", "sample": "batch", "facts": {"batch": 10}}',
};
const functions = [direct, { name: 'refund', event: 'queue' }, { name: 'ship', event: 'queue' }];

test('a deploy tool has files, those of its families, and parts for each function, with the facts of its event', () => {
  const files = planned(tool, { deploy: 'rope' }, functions);
  expect(textsOf(files)).toMatchObject({
    'rope.txt': 'hello-world:\nrefund:\n  10 of a queue\nship:\n  10 of a queue\n',
    'pull.sh': 'pull\n',
  });
  expect(files.find((file) => file.path === 'rope.txt')?.owner).toBe('user');
});

test('a project without a deploy tool has none of its files', () => {
  const texts = textsOf(planned(tool, {}, functions));
  expect(texts['rope.txt']).toBeUndefined();
  expect(texts['pull.sh']).toBeUndefined();
});

test('an error in a part names the part', () => {
  expect(() => planned({ 'bases/scratch/parts/end.ejs': '<%= nobody %>' })).toThrow(
    'bases/scratch/parts/end.ejs',
  );
});

function planned(
  changes: Tree,
  other: Partial<typeof answers> = {},
  functions: readonly (typeof direct)[] = [direct],
  removed?: string,
): PlannedFile[] {
  using templates = fixtureTemplates(changes);
  if (removed !== undefined) rmSync(path.join(templates.path, removed), { recursive: true });
  const catalog = loadCatalog(templates.path);
  const spec = { answers: { ...answers, ...other }, functions } as unknown as Spec;
  return plan(catalog, spec, '0.1.0');
}

function textsOf(files: readonly PlannedFile[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file.path, String(file.contents)]));
}
