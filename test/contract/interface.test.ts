import path from 'node:path';
import { expect, test } from 'vitest';
import { exitCode } from '../../terminal/cli-error.ts';
import { allRules } from '../../lambda/check/all-rules.ts';
import { runCli } from '../helpers/run-cli.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { writeImage } from '../lambda/check/write-image.ts';

/**
 * What scripts rely on: keys of JSON documents, ids of rules, exit codes. A commit that only moves code
 * leaves the list as it is; one that changes what is in it shows it.
 */
test('keys of documents, rules and exit codes are those that were written down', async () => {
  using here = temporaryDirectory();
  await writeImage(path.join(here.path, 'image'), {
    config: { Entrypoint: ['/nowhere'] },
    layers: [[]],
  });
  async function runIn(cwd: string, args: readonly string[]) {
    const { exitCode: code, stdout } = await runCli(cwd, [...args, '--json']);
    return { exitCode: code, keys: keysOf(JSON.parse(stdout)) };
  }
  function run(...args: string[]) {
    return runIn(here.path, args);
  }
  function inShop(...args: string[]) {
    return runIn(path.join(here.path, 'shop'), args);
  }
  const documents = {
    'new --yes': await run('new', 'shop', '--yes'),
    'function refund': await inShop('function', 'refund'),
    'function --list': await inShop('function', '--list'),
    'new --language nothing': await run('new', 'shop', '--language', 'nothing'),
    'check image --size': await run('check', 'image', '--no-run', '--size'),
    'check no-image': await run('check', './no-image', '--no-run'),
    'check --explain': await run('check', '--explain', 'workdir'),
    'check --elf': await run('check', '--elf', process.execPath, '--against', 'debian:13'),
    'invoke --timeout 0': await run('invoke', 'image', '--timeout', '0'),
  };
  const rules = allRules.map(({ id, severity }) => `${id} ${severity}`).toSorted();
  const contract = JSON.stringify({ exitCode, rules, documents }, null, 2);
  await expect(`${contract}\n`).toMatchFileSnapshot('interface.json');
});

/** Paths of all keys, those within the elements of a list once. */
function keysOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) {
    const keys = value.flatMap((each) => keysOf(each, `${prefix}[]`));
    return keys.length === 0 ? [`${prefix}[]`] : [...new Set(keys)];
  }
  // What a file of this machine needs differs from that of another.
  if (prefix.endsWith('.needs') || value === null || typeof value !== 'object') return [prefix];
  return Object.entries(value).flatMap(([key, each]) => keysOf(each, `${prefix}.${key}`));
}
