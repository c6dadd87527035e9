import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const digest = `@sha256:${'a'.repeat(64)}`;

/** A project, pinned as `make pin` does it. */
async function pinnedShop(cwd: string) {
  await runCli(cwd, ['new', 'shop', '--language', 'python', '--yes']);
  const directory = path.join(cwd, 'shop');
  const file = path.join(directory, 'Dockerfile');
  const contents = readFileSync(file, 'utf8');
  writeFileSync(file, contents.replaceAll(/^(ARG \w+_IMAGE=.*)$/gm, `$1${digest}`));
  expect(readFileSync(file, 'utf8').split(digest)).toHaveLength(3);
  return {
    file,
    read: () => readFileSync(file, 'utf8'),
    update: (...flags: string[]) => runCli(directory, ['new', ...flags]),
  };
}

test('an update takes pins along, and names the images that have none', async () => {
  using here = temporaryDirectory();
  const shop = await pinnedShop(here.path);
  const debian = await shop.update('--base', 'debian');
  expect(debian.stderr).toContain('* updating Dockerfile\n');
  expect(debian.stderr).toContain(
    '\nWithout a digest in the Dockerfile now: RUN_IMAGE. To pin again: make pin',
  );
  expect(debian.exitCode).toBe(0);
  expect(shop.read()).toContain(`ARG BUILD_IMAGE=python:3.14-slim-trixie${digest}\n`);
  expect(shop.read()).toContain('ARG RUN_IMAGE=debian:trixie-slim\n');

  // The digest is that of another tag.
  const older = await shop.update('--language-version', '3.13');
  expect(older.stderr).toContain('now: BUILD_IMAGE, RUN_IMAGE. ');
  expect(shop.read()).toContain('ARG BUILD_IMAGE=python:3.13-slim-trixie\n');
  expect(shop.read()).toContain(`ARG RIE_IMAGE=public.ecr.aws/lambda/provided:al2023${digest}\n`);
});

test('pins alone are no change, with --force either', async () => {
  using here = temporaryDirectory();
  const shop = await pinnedShop(here.path);
  const before = shop.read();
  const again = await shop.update('--force', '--json');
  const { files } = JSON.parse(again.stdout) as { files: { state: string }[] };
  expect(new Set(files.map(({ state }) => state))).toStrictEqual(new Set(['identical']));
  expect(shop.read()).toBe(before);
});

test('an edit beside the pins is a conflict as without them, and --force keeps the pins', async () => {
  using here = temporaryDirectory();
  const shop = await pinnedShop(here.path);
  writeFileSync(shop.file, `${shop.read()}# mine\n`);
  expect(await shop.update('--base', 'debian')).toMatchObject({ exitCode: 3 });
  await shop.update('--base', 'debian', '--force');
  expect(shop.read()).not.toContain('# mine');
  expect(shop.read()).toContain(`ARG BUILD_IMAGE=python:3.14-slim-trixie${digest}\n`);
});

test('a function is added to a pinned project', async () => {
  using here = temporaryDirectory();
  const shop = await pinnedShop(here.path);
  const before = shop.read();
  const added = await runCli(path.dirname(shop.file), ['function', 'refund']);
  expect(added).toMatchObject({ exitCode: 0 });
  expect(shop.read()).toBe(before);
});
