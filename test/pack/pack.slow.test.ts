import { chmodSync, statSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { packageRoot } from '../../scaffold/package-root.ts';
import { ctrlC, runAtTerminal, type Step } from '../helpers/run-at-terminal.ts';
import { runCli } from '../helpers/run-cli.ts';
import { readTree, temporaryDirectory } from '../helpers/temporary-directory.ts';

const installed = temporaryDirectory({ 'package.json': '{}' });
const packageDirectory = path.join(installed.path, 'node_modules/generator-lambda-container');

const yoBin = path.join(packageRoot, 'node_modules/.bin/yo');
const yoEnvironment = {
  NODE_PATH: path.join(installed.path, 'node_modules'),
  // yo would ask the registry for its own newest version.
  NO_UPDATE_NOTIFIER: '1',
};

beforeAll(async () => {
  // As root, yo becomes another user first.
  chmodSync(installed.path, 0o755);
  using packed = temporaryDirectory();
  // Without its scripts: dist was built for these tests, and others use it right now.
  await npm(packageRoot, 'pack', '--ignore-scripts', '--pack-destination', packed.path);
  const tarball = path.join(packed.path, 'generator-lambda-container-0.1.0.tgz');
  await npm(installed.path, 'install', '--prefer-offline', '--ignore-scripts', tarball);
  return () => installed[Symbol.dispose]();
}, 300_000);

const languages = loadCatalog().languages.map(({ id }) => id);

test.each(languages)(
  '%s: the installed package makes the bytes of the checkout',
  async (language) => {
    const expected = await generate((cwd, args) => runCli(cwd, ['new', ...args]), language);
    expect(Object.keys(expected)).toContain('shop/.gitignore');

    const own = await generate((cwd, args) => {
      const bin = path.join(installed.path, 'node_modules/.bin/lambda-container');
      return execa(bin, ['new', ...args], { cwd, stdin: 'ignore' });
    }, language);
    expect(own).toStrictEqual(expected);

    // yo 7 brings an older environment than our own command.
    const underYo = await generate((cwd, args) => yo(cwd, 'lambda-container', ...args), language);
    expect(underYo).toStrictEqual(expected);
  },
);

test('the installed package has the page of dev', async () => {
  const file = path.join(packageDirectory, 'dist/cli/dev/page/static-files.js');
  const script = `import(${JSON.stringify(file)}).then((each) => console.log([...each.readStaticFiles().keys()].join()))`;
  const { stdout } = await execa('node', ['--eval', script]);
  expect(stdout.split(',')).toEqual(
    expect.arrayContaining(['', 'page.css', 'icon.svg', 'main.js']),
  );
});

test('yo lists the generators and shows their options with the choices', async () => {
  const { stdout } = await yo(installed.path, '--generators');
  const listed = stdout.split('\n').map((line) => line.trim());
  expect(listed.slice(listed.indexOf('lambda-container')).filter((line) => line !== '')).toEqual([
    'lambda-container',
    'deploy',
    'function',
  ]);
  const help = await yo(installed.path, 'lambda-container', '--help');
  expect(help.stdout).toContain('programming language: ');
});

test('yo adds a function to a project, lists and removes it', async () => {
  using here = writableDirectory();
  await yo(here.path, 'lambda-container', 'shop', '--language', 'nodejs', '--yes');
  const shop = path.join(here.path, 'shop');
  const before = readTree(shop);
  const added = await yo(shop, 'lambda-container:function', 'refund', '--event', 'sqs');
  expect(added).toMatchObject({ exitCode: 0 });
  const list = await yo(shop, 'lambda-container:function', '--list');
  expect(list.stdout).toContain('refund  sqs     refund.js (refund.handler)');
  const twice = await yo(shop, 'lambda-container:function', 'refund');
  expect(twice).toMatchObject({ exitCode: 3 });
  await yo(shop, 'lambda-container:function', '--remove', 'refund');
  expect(readTree(shop)).toStrictEqual(before);
  const help = await yo(shop, 'lambda-container:function', '--help');
  expect(help.stdout).toContain('Usage: yo lambda-container:function <name>');
});

test('yo exits with our codes, and takes no flag that we do not have', async () => {
  const unknown = await yo(installed.path, 'lambda-container', 'shop', '--yes', '--bogus');
  expect(unknown).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('Unknown option --bogus.'),
  });
  const missing = await yo(installed.path, 'lambda-container', 'shop', '--json');
  expect(missing).toMatchObject({ exitCode: 2 });
  expect(JSON.parse(missing.stdout)).toMatchObject({ ok: false, error: { code: 2 } });
});

test('output of yo that cannot be written is a failure', async () => {
  using here = writableDirectory();
  await yo(here.path, 'lambda-container', 'shop', '--language', 'bash', '--yes');
  for (const args of ['lambda-container --json --yes', 'lambda-container:function --list']) {
    const command = `"${yoBin}" ${args} >/dev/full`;
    const { exitCode, stderr } = await execa('sh', ['-c', command], {
      cwd: path.join(here.path, 'shop'),
      env: yoEnvironment,
      reject: false,
    });
    expect({ args, exitCode }).toStrictEqual({ args, exitCode: 1 });
    expect(stderr).toContain('The output is incomplete: it could not be written: ENOSPC');
    expect(stderr).not.toContain('    at ');
  }
});

test('Ctrl-C at a question of yo is exit code 130', async () => {
  using here = writableDirectory();
  const steps: Step[] = [['Language', ctrlC]];
  const { exitCode, shown } = await runAtTerminal(
    here.path,
    [yoBin, 'lambda-container'],
    steps,
    yoEnvironment,
  );
  expect(shown).toContain('Interrupted: nothing was changed.');
  expect(shown).not.toContain('    at ');
  expect(exitCode).toBe(130);
  expect(readTree(here.path)).toStrictEqual({});
});

test('yo takes the name for the value of --yes: it is the name all the same', async () => {
  using here = writableDirectory();
  await yo(here.path, 'lambda-container', '--yes', 'shop');
  expect(Object.keys(readTree(here.path))).toContain('shop/lib/shop.ex');
});

test('yo makes a git repository, and with --no-git none', async () => {
  using here = writableDirectory();
  await yo(here.path, 'lambda-container', 'shop', '--yes');
  await yo(here.path, 'lambda-container', 'other', '--yes', '--no-git');
  const files = Object.keys(readTree(here.path));
  expect(files).toContain('shop/.git/');
  expect(files).toContain('other/Dockerfile');
  expect(files).not.toContain('other/.git/');
});

test('as root, yo becomes another user: if that one cannot write, the error says so', async () => {
  const isRoot = process.getuid?.() === 0;
  using here = temporaryDirectory();
  chmodSync(here.path, 0o755);
  const { exitCode, stderr } = await yo(here.path, 'lambda-container', 'shop', '--yes');
  expect(exitCode).toBe(isRoot ? 1 : 0);
  if (!isRoot) return;
  expect(stderr).toContain('shop: permission is denied. Nothing was changed.');
  expect(stderr).toContain('yo was started as root and became the user 1000');
  expect(stderr).toContain('Use `lambda-container new`, which remains root');

  const own = await runCli(here.path, ['new', 'shop', '--yes']);
  expect(own).toMatchObject({ exitCode: 0 });
});

type Run = (cwd: string, args: readonly string[]) => Promise<{ readonly exitCode?: unknown }>;

/** The files of a project, with a mark at those that are executable. */
async function generate(run: Run, language: string): Promise<Record<string, string>> {
  using here = writableDirectory();
  const args = ['shop', '--language', language, '--architecture', 'arm64', '--yes'];
  expect(await run(here.path, args)).toMatchObject({ exitCode: 0 });
  return Object.fromEntries(
    Object.entries(readTree(here.path)).map(([file, contents]) => {
      const isExecutable = (statSync(path.join(here.path, file)).mode & 0o111) !== 0;
      return [file, `${isExecutable ? 'executable ' : ''}${contents}`];
    }),
  );
}

async function yo(cwd: string, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await execa(yoBin, args, {
    cwd,
    env: yoEnvironment,
    stdin: 'ignore',
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

async function npm(cwd: string, ...args: readonly string[]): Promise<void> {
  await execa('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd });
}

/** For the user that yo becomes. */
function writableDirectory() {
  const directory = temporaryDirectory();
  chmodSync(directory.path, 0o777);
  expect(statSync(packageDirectory).isDirectory()).toBe(true);
  return directory;
}
