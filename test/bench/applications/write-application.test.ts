import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applications } from '../../../bench/applications/applications.ts';
import { writeApplication } from '../../../bench/applications/write-application.ts';
import { variantsOf } from '../../../bench/cold-start/variants.ts';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'application-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

test('each application depends on those of the list only, and on none twice', () => {
  const names = applications.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(20);
  for (const { needs = [] } of applications) expect(names).toEqual(expect.arrayContaining(needs));
});

const mixfile = '      {:lambda_runtime, path: "vendor/lambda_runtime", env: Mix.env()}\n';

test('an Elixir project depends on all of them by path', async () => {
  await writeFile(path.join(directory, 'mix.exs'), mixfile);
  await writeApplication(directory, 'elixir');
  const text = await readFile(path.join(directory, 'mix.exs'), 'utf8');
  expect(text).toContain(mixfile.trimEnd() + ',\n      {:numbers, path: "vendor/numbers"},\n');
  expect(await readdir(path.join(directory, 'vendor'))).toHaveLength(applications.length + 2);
});

test('an Erlang project has all of them as its applications', async () => {
  const files = {
    'rebar.config': '[".", "vendor/lambda_runtime"]',
    'src/hello.app.src': '{applications, [kernel, stdlib, lambda_runtime]}',
  };
  await mkdir(path.join(directory, 'src'));
  for (const [name, text] of Object.entries(files))
    await writeFile(path.join(directory, name), text);
  await writeApplication(directory, 'erlang');
  const [config, app] = await Promise.all(
    Object.keys(files).map((name) => readFile(path.join(directory, name), 'utf8')),
  );
  expect(config).toMatch(/^\["\.", "vendor\/lambda_runtime", "vendor\/bus", .*"vendor\/search"\]$/);
  expect(app).toMatch(/^\{applications, \[kernel, stdlib, lambda_runtime, .*search\]\}$/);
});

test('a project that does not look as expected is an error', async () => {
  await writeFile(path.join(directory, 'mix.exs'), 'defmodule Hello.MixProject do\n');
  await expect(writeApplication(directory, 'elixir')).rejects.toThrow(
    /mix\.exs, found:\ndefmodule/,
  );
});

test('every language of the BEAM has one with both boots', () => {
  for (const language of loadCatalog().languages) {
    const ids = variantsOf([language]).filter((variant) => 'isApplication' in variant);
    const expected = [`${language.id}-application`, `${language.id}-application-standard`];
    expect(ids.map(({ id }) => id)).toStrictEqual(
      language.families.includes('beam') ? expected : [],
    );
  }
});
