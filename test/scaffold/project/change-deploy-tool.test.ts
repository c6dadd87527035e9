import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { changeDeployTool } from '../../../scaffold/project/change-deploy-tool.ts';
import { makeProject } from '../../../scaffold/project/make-project.ts';
import { fixtureTemplates } from '../../helpers/fixture-templates.ts';
import { readTree, temporaryDirectory, type Tree } from '../../helpers/temporary-directory.ts';

function tool(id: string): Tree {
  const manifest = { id, title: id, families: [], userFiles: [`${id}.txt`] };
  return {
    [`deploy/${id}/deploy.json`]: JSON.stringify(manifest),
    [`deploy/${id}/project/${id}.txt.ejs`]: '<%= name %>\n',
    [`deploy/${id}/parts/README.deploy.ejs`]: `by ${id}\n`,
    [`deploy/${id}/parts/make.ejs`]: `deploy:\n\t${id}\n`,
  };
}

const readme =
  '# <%= name %>\n\n<!-- BEGIN deploy -->\n<%- optionalPart("README.deploy") -%>\n<!-- END deploy -->\n';
const changes = {
  ...tool('rope'),
  ...tool('wire'),
  'common/project/README.md.ejs': readme,
  'common/project/Makefile.ejs': 'test:\n\tpass\n<%- optionalPart("make") -%>\nclean:\n',
};

async function shopIn(directory: string, templates: string, deploy: string): Promise<string> {
  const given = { name: 'shop', language: 'alpha', event: 'direct', deploy };
  const request = { given, yes: true, noGit: true, dryRun: false, json: false, force: false };
  const surroundings = { cwd: directory, templates, prompt: undefined, log: () => {} };
  await makeProject(request, surroundings);
  return path.join(directory, 'shop');
}

function change(shop: string, templates: string, to: string, dryRun = false) {
  return changeDeployTool(
    { tool: to, state: undefined, dryRun, json: false },
    shop,
    loadCatalog(templates),
  );
}

test('adds the files of a tool, and what others say about it, to an edited project', async () => {
  using here = temporaryDirectory();
  using templates = fixtureTemplates(changes);
  const shop = await shopIn(here.path, templates.path, 'none');
  appendFileSync(path.join(shop, 'README.md'), '\nMine.\n');
  const { files } = await change(shop, templates.path, 'rope');
  expect(Object.fromEntries(files.map((file) => [file.path, file.state]))).toStrictEqual({
    'rope.txt': 'create',
    'README.md': 'merge',
    Makefile: 'update',
    '.yo-rc.json': 'update',
  });
  expect(readFileSync(path.join(shop, 'README.md'), 'utf8')).toMatch(/by rope\n[^]*Mine\.\n$/);
});

test('another tool replaces it: what is untouched is removed, what is edited stays', async () => {
  using here = temporaryDirectory();
  using templates = fixtureTemplates(changes);
  const shop = await shopIn(here.path, templates.path, 'rope');
  await change(shop, templates.path, 'wire');
  expect(Object.keys(readTree(shop))).not.toContain('rope.txt');
  appendFileSync(path.join(shop, 'wire.txt'), 'mine\n');
  const { files } = await change(shop, templates.path, 'none');
  expect(files.find((file) => file.path === 'wire.txt')?.state).toBe('leave behind');
  expect(readTree(shop)['wire.txt']).toBe('shop\nmine\n');
});

test('there and back leaves the project as it was', async () => {
  using here = temporaryDirectory();
  using templates = fixtureTemplates(changes);
  const shop = await shopIn(here.path, templates.path, 'none');
  const before = readTree(shop);
  await change(shop, templates.path, 'rope');
  await change(shop, templates.path, 'none');
  expect(readTree(shop)).toStrictEqual(before);
});

test('a README without the block is the user’s own', async () => {
  using here = temporaryDirectory();
  using templates = fixtureTemplates(changes);
  const shop = await shopIn(here.path, templates.path, 'none');
  writeFileSync(path.join(shop, 'README.md'), 'Mine.\n');
  await change(shop, templates.path, 'rope');
  expect(readTree(shop)).toMatchObject({ 'README.md': 'Mine.\n', 'rope.txt': 'shop\n' });
});

test.each([
  [
    'a file that the tool needs is taken',
    'rope.txt',
    'taken\n',
    'Expected no files where the deploy tool needs its own, found rope.txt.',
  ],
  [
    'a file has no place for it',
    'Makefile',
    'all:\n',
    'You changed these files where the deploy tool has to be named.',
  ],
])('%s: nothing is written', async (_name, file, text, message) => {
  using here = temporaryDirectory();
  using templates = fixtureTemplates(changes);
  const shop = await shopIn(here.path, templates.path, 'none');
  writeFileSync(path.join(shop, file), text);
  const before = readTree(shop);
  await expect(change(shop, templates.path, 'rope')).rejects.toThrow(
    expect.objectContaining({ kind: 'conflict', problem: expect.stringContaining(message) }),
  );
  expect(readTree(shop)).toStrictEqual(before);
});

test('a dry run says the same, and writes nothing', async () => {
  using here = temporaryDirectory();
  using templates = fixtureTemplates(changes);
  const shop = await shopIn(here.path, templates.path, 'none');
  const before = readTree(shop);
  const { files } = await change(shop, templates.path, 'rope', true);
  expect(files.map((file) => file.path)).toContain('rope.txt');
  expect(readTree(shop)).toStrictEqual(before);
});

test('a directory that is no project is refused', async () => {
  using here = temporaryDirectory();
  using templates = fixtureTemplates(changes);
  await expect(change(here.path, templates.path, 'rope')).rejects.toThrow('Expected a project in');
});

test('a file that was removed is not restored by a change of the tool', async () => {
  using here = temporaryDirectory();
  using templates = fixtureTemplates(changes);
  const shop = await shopIn(here.path, templates.path, 'none');
  rmSync(path.join(shop, 'README.md'));
  await change(shop, templates.path, 'rope');
  expect(Object.keys(readTree(shop))).not.toContain('README.md');
});
