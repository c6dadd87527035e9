import { expect, test } from 'vitest';
import { projectFile, readProjectFile } from '../../../scaffold/project/project-file.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const answers = {
  name: 'shop',
  language: 'erlang',
  base: 'scratch',
  architecture: 'arm64',
  languageVersion: '29',
};
const readme = {
  path: 'README.md',
  contents: Buffer.from('hello\n'),
  executable: false,
  owner: 'user' as const,
};

test('keeps answers, version and the git blob id of each file', () => {
  const { contents } = projectFile(answers, [readme], '0.1.0');
  expect(String(contents)).toBe(`{
  "generator-lambda-container": {
    "generatorVersion": "0.1.0",
    "name": "shop",
    "language": "erlang",
    "languageVersion": "29",
    "base": "scratch",
    "architecture": "arm64",
    "files": {
      "README.md": "ce013625030ba8dba906f756967f9e9ca394464a"
    }
  }
}
`);
});

test('reads what it wrote, and what other generators keep beside it', () => {
  const others = { 'generator-other': { a: 1 } };
  const { contents } = projectFile(answers, [readme], '0.1.0', others);
  using folder = temporaryFolder({ '.yo-rc.json': String(contents) });
  expect(readProjectFile(folder.path)).toMatchObject({ record: answers, others });
});

test.each([
  ['no file', {}],
  ['only another generator', { '.yo-rc.json': '{"generator-other": {}}' }],
])('with %s it is no project of ours', (_name, tree) => {
  using folder = temporaryFolder(tree);
  expect(readProjectFile(folder.path)).toBeUndefined();
});

test.each([
  ['text that is not JSON', '{"generator-lambda-container": ', 'Unexpected end of JSON'],
  ['JSON that is no object', '[1]', 'it is not a JSON object'],
  ['null', 'null', 'it is not a JSON object'],
  ['nothing in it', '{"generator-lambda-container": {}}', 'generator-lambda-container.name: Req'],
  ['a wrong type', ours({ name: ['shop'] }), 'generator-lambda-container.name: Expected string'],
  ['an id that is none', ours({ files: { a: '../x' } }), 'files.a: must be a git blob id'],
])('%s is a clear error', (_name, json, message) => {
  using folder = temporaryFolder({ '.yo-rc.json': json });
  expect(() => readProjectFile(folder.path)).toThrow(
    expect.objectContaining({
      code: 1,
      problem: expect.stringContaining(message),
      message: expect.stringContaining(`${folder.path}/.yo-rc.json cannot be used: `),
    }),
  );
});

function ours(changes: object): string {
  const section = { generatorVersion: '0.1.0', ...answers, files: {}, ...changes };
  return JSON.stringify({ 'generator-lambda-container': section });
}
