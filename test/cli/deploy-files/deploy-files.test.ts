import path from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../helpers/run-cli.ts';
import { runNew } from '../../helpers/run-new.ts';
import { runSubGenerator } from '../../helpers/run-sub-generator.ts';
import { readTree, temporaryDirectory } from '../../helpers/temporary-directory.ts';

async function shopIn(directory: string): Promise<string> {
  await runNew(directory, ['shop', '--language', 'nodejs', '--yes']);
  return path.join(directory, 'shop');
}

test('the tool that the project has is no change', async () => {
  using here = temporaryDirectory();
  const shop = await shopIn(here.path);
  const before = readTree(shop);
  const { exitCode, stdout } = await runCli(shop, ['deploy-files', '--with', 'none', '--json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toStrictEqual({
    ok: true,
    name: 'shop',
    directory: shop,
    functions: [{ name: 'shop', event: 'direct' }],
    deploy: 'none',
    state: 'none',
    files: [{ path: '.yo-rc.json', state: 'identical', owner: 'generator' }],
    next: [],
  });
  await runSubGenerator('deploy', shop, [], { with: 'none' });
  expect(readTree(shop)).toStrictEqual(before);
});

test.each([
  ['no tool', [], '--with: expected one of none'],
  ['another tool', ['--with', 'rope'], 'found "rope".'],
  ['a name', ['refund', '--with', 'none'], 'Expected only flags, found refund.'],
  ['another flag', ['--deploy', 'none'], 'Unknown option --deploy'],
])('%s is wrong usage', async (_name, args, message) => {
  using here = temporaryDirectory();
  const shop = await shopIn(here.path);
  const { exitCode, stderr } = await runCli(shop, ['deploy-files', ...args]);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});
