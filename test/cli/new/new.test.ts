import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../helpers/run-cli.ts';
import { readTree, temporaryDirectory } from '../../helpers/temporary-directory.ts';

test('makes a project, says what it writes on stderr, and what to do next', async () => {
  using here = temporaryDirectory();
  const { exitCode, stdout, stderr } = await runCli(here.path, ['new', 'shop', '--yes']);
  expect(exitCode).toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toContain('* creating lib/shop.ex\n');
  expect(stderr).toMatch(/^\* creating vendor\/lambda_runtime \(\d+ files\)$/m);
  expect(stderr).not.toContain('vendor/lambda_runtime/');
  expect(stderr).toMatch(/\n\n {4}cd shop\n {4}make test\n {4}make run$/);
  const files = Object.keys(readTree(here.path));
  expect(files).toContain('shop/lib/shop.ex');
  expect(files.filter((file) => !file.startsWith('shop/'))).toStrictEqual([]);
});

test('--json is one document on stdout', async () => {
  using here = temporaryDirectory();
  const { stdout } = await runCli(here.path, ['new', 'shop', '--yes', '--json']);
  expect(JSON.parse(stdout)).toStrictEqual({
    ok: true,
    name: 'shop',
    directory: path.join(here.path, 'shop'),
    functions: [{ name: 'shop', event: 'direct' }],
    git: { state: 'create' },
    edits: [],
    files: expect.arrayContaining([
      { path: 'lib/shop.ex', state: 'create', owner: 'user' },
      { path: 'Dockerfile', state: 'create', owner: 'generator' },
      { path: '.yo-rc.json', state: 'create', owner: 'generator' },
    ]),
    next: ['cd shop', 'make test', 'make run'],
  });
  const again = await runCli(path.join(here.path, 'shop'), ['new', '--json']);
  const document = JSON.parse(again.stdout) as { files: { state: string }[]; next: string[] };
  expect(new Set(document.files.map(({ state }) => state))).toStrictEqual(new Set(['identical']));
  expect(document.next).toStrictEqual(['make test', 'make run']);
});

test.each([
  [['new', '--bogus', '--json'], 2, 'Unknown option --bogus.'],
  [['nwe', '--json'], 2, 'Unknown command nwe.'],
  [['new', '--json'], 2, 'Missing required options: '],
  [['new', 'Hello', '--yes', '--json'], 2, '"Hello" cannot be the name'],
])('%j is a document of the error', async (args, code, message) => {
  using here = temporaryDirectory();
  const { exitCode, stdout, stderr } = await runCli(here.path, args);
  expect(JSON.parse(stdout)).toStrictEqual({
    ok: false,
    error: { code, message: expect.stringContaining(message), fix: expect.any(String) },
  });
  expect(exitCode).toBe(code);
  expect(stderr).toBe('');
});

test('--dry-run writes nothing and says what it would', async () => {
  using here = temporaryDirectory();
  const { exitCode, stderr } = await runCli(here.path, ['new', 'shop', '--yes', '--dry-run']);
  expect(stderr).toContain('* creating lib/shop.ex\n');
  expect(exitCode).toBe(0);
  expect(readTree(here.path)).toStrictEqual({});
});

test('a conflict is exit code 3, and --force says what it overwrites', async () => {
  using here = temporaryDirectory();
  await runCli(here.path, ['new', 'shop', '--yes']);
  appendFileSync(path.join(here.path, 'shop/Dockerfile'), '# mine\n');
  const before = readTree(here.path);

  const refused = await runCli(here.path, ['new', 'shop', '--base', 'debian']);
  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toContain('\n  Dockerfile\n');
  expect(readTree(here.path)).toStrictEqual(before);

  const forced = await runCli(here.path, ['new', 'shop', '--base', 'debian', '--force']);
  expect(forced.exitCode).toBe(0);
  expect(forced.stderr).toContain('* overwriting Dockerfile\n');
});
