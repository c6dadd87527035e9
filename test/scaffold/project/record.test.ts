import { expect, test } from 'vitest';
import { idsOf, readRecord, recordFile, storedValues } from '../../../scaffold/project/record.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const answers = {
  name: 'shop',
  language: 'erlang',
  style: 'project',
  base: 'scratch',
  architecture: 'arm64',
  languageVersion: '29',
  deploy: 'sam',
  state: 'none',
  ci: 'none',
  agentsMd: 'no',
};
const functions = [{ name: 'shop', event: 'direct' }] as const;
const spec = { answers, functions };
const id = 'ce013625030ba8dba906f756967f9e9ca394464a';
const readme = {
  path: 'README.md',
  contents: Buffer.from('hello\n'),
  executable: false,
  owner: 'user' as const,
};

test('keeps schema, version, answers, functions, and the git blob id of each file', () => {
  const { contents } = recordFile(spec, idsOf([readme]), '0.1.0');
  expect(String(contents)).toBe(`{
  "generator-lambda-container": {
    "schema": 1,
    "generatorVersion": "0.1.0",
    "answers": {
      "name": "shop",
      "language": "erlang",
      "style": "project",
      "base": "scratch",
      "architecture": "arm64",
      "languageVersion": "29",
      "deploy": "sam",
      "state": "none",
      "ci": "none",
      "agentsMd": "no"
    },
    "functions": [
      {
        "name": "shop",
        "event": "direct"
      }
    ],
    "files": {
      "README.md": "${id}"
    }
  }
}
`);
});

test('has its files in the order of their paths', () => {
  const { contents } = recordFile(spec, { ...idsOf([readme]), 'A.md': id }, '0.1.0');
  const data = JSON.parse(String(contents)) as Record<string, { files: object }>;
  expect(Object.keys(data['generator-lambda-container']!.files)).toStrictEqual([
    'A.md',
    'README.md',
  ]);
});

test('reads what it wrote, and what other generators keep beside it', () => {
  const others = { 'generator-other': { a: 1 } };
  const { contents } = recordFile(spec, idsOf([readme]), '0.1.0', others);
  using directory = temporaryDirectory({ '.yo-rc.json': String(contents) });
  const read = readRecord(directory.path)!;
  expect(read).toMatchObject({ record: { answers, functions }, others, edits: [] });
  expect(storedValues(read.record)).toStrictEqual({ ...answers, event: 'direct' });
});

test.each([
  ['no file', {}],
  ['only another generator', { '.yo-rc.json': '{"generator-other": {}}' }],
])('with %s it is no project of ours', (_name, tree) => {
  using directory = temporaryDirectory(tree);
  expect(readRecord(directory.path)).toBeUndefined();
});

test('a project from before there were functions becomes one with one, and tells what to edit', () => {
  const old = { generatorVersion: '0.1.0', ...answers, files: { 'runtime/a.erl': id } };
  using directory = temporaryDirectory({
    '.yo-rc.json': JSON.stringify({ 'generator-lambda-container': old }),
  });
  expect(readRecord(directory.path)).toStrictEqual({
    record: {
      schema: 1,
      generatorVersion: '0.1.0',
      answers,
      functions,
      files: { 'runtime/a.erl': id },
    },
    edits: [
      {
        file: 'rebar.config',
        from: '{project_app_dirs, [".", "runtime"]}',
        to: '{project_app_dirs, [".", "vendor/lambda_runtime"]}',
      },
      { file: 'events/', from: 'events/NAME.json', to: 'events/shop/NAME.json' },
    ],
    others: {},
  });
});

test.each([
  ['text that is not JSON', '{"generator-lambda-container": ', 'Unexpected end of JSON'],
  ['JSON that is no object', '[1]', 'it is not a JSON object'],
  ['null', 'null', 'it is not a JSON object'],
  ['a record that is none', '{"generator-lambda-container": 1}', 'Expected object'],
  ['nothing in it', '{"generator-lambda-container": {}}', 'functions[0].name: Required'],
  ['a wrong type', ours({ answers: { name: ['shop'] } }), 'answers.name: Expected string'],
  ['no function', ours({ functions: [] }), 'functions'],
  ['a schema that is none', ours({ schema: 'one' }), 'schema: Invalid'],
  ['an id that is none', ours({ files: { a: '../x' } }), 'files.a: must be a git blob id'],
  ['a path out of the project', ours({ files: { '../a': id } }), 'must stay inside the project'],
  ['an absolute path', ours({ files: { '/etc/passwd': id } }), 'must stay inside the project'],
  ['a path with a dot', ours({ files: { './a': id } }), 'must stay inside the project'],
])('%s is a clear error', (_name, json, message) => {
  using directory = temporaryDirectory({ '.yo-rc.json': json });
  expect(() => readRecord(directory.path)).toThrow(
    expect.objectContaining({
      kind: 'failed',
      problem: expect.stringContaining(message),
      message: expect.stringContaining(`${directory.path}/.yo-rc.json is invalid: `),
    }),
  );
});

test('a record of a newer version says which version is needed', () => {
  using directory = temporaryDirectory({ '.yo-rc.json': ours({ schema: 2 }) });
  expect(() => readRecord(directory.path)).toThrow(
    expect.objectContaining({
      kind: 'failed',
      problem: expect.stringContaining('was written by a newer version'),
      fix: expect.stringContaining('npm install --global generator-lambda-container@latest'),
    }),
  );
});

function ours(changes: object): string {
  const section = { schema: 1, generatorVersion: '0.1.0', answers, functions, files: {} };
  return JSON.stringify({ 'generator-lambda-container': { ...section, ...changes } });
}
