import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../helpers/run-cli.ts';
import { runNew } from '../../helpers/run-new.ts';
import { readTree, temporaryDirectory, writeTree } from '../../helpers/temporary-directory.ts';

const flags = ['--language', 'nodejs', '--event', 'http', '--yes'];

test.each(
  ['sam', 'cdk', 'terraform'].flatMap((tool) =>
    ['dynamodb', 'redis'].map((store) => ({ tool, store })),
  ),
)('$store comes with $tool, stays when a function is added, and goes', async ({ tool, store }) => {
  using here = temporaryDirectory();
  using other = temporaryDirectory();
  await runNew(here.path, ['shop', ...flags]);
  const shop = path.join(here.path, 'shop');
  const before = readTree(shop);

  const added = await runCli(shop, ['deploy-files', '--with', tool, '--state', store]);
  expect(added).toMatchObject({ exitCode: 0 });
  await runNew(other.path, ['shop', ...flags, '--deploy', tool, '--state', store]);
  const withState = readTree(shop);
  expect(withState).toEqual(readTree(path.join(other.path, 'shop')));

  expect(await runCli(shop, ['function', 'refund', '--event', 'sqs'])).toMatchObject({
    exitCode: 0,
  });
  expect(await runCli(shop, ['function', '--remove', 'refund'])).toMatchObject({ exitCode: 0 });
  expect(readTree(shop)).toEqual(withState);

  const removed = await runCli(shop, ['deploy-files', '--with', 'none', '--json']);
  expect(JSON.parse(removed.stdout)).toMatchObject({ deploy: 'none', state: 'none' });
  expect(readTree(shop)).toEqual(before);
});

test('the store alone is changed in an edited template', async () => {
  using here = temporaryDirectory();
  await runNew(here.path, ['shop', ...flags, '--deploy', 'sam']);
  const shop = path.join(here.path, 'shop');
  const file = path.join(shop, 'template.yaml');
  const mine = readFileSync(file, 'utf8').replace('Default: 256', 'Default: 512');
  writeTree(shop, { 'template.yaml': mine });

  expect(await runCli(shop, ['deploy-files', '--state', 'dynamodb'])).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('* merging template.yaml\n'),
  });
  const edited = readFileSync(file, 'utf8');
  expect(edited).toContain('Default: 512');
  expect(edited).toContain('STATE_TABLE_NAME: !Ref State');

  expect(await runCli(shop, ['deploy-files', '--state', 'none'])).toMatchObject({ exitCode: 0 });
  expect(readFileSync(file, 'utf8')).toBe(mine);
});

test.each([
  [['--state', 'dynamodb'], '--state: expected none with --deploy none, found "dynamodb".'],
  [['--with', 'sam', '--state', 'dynamo'], 'Did you mean --state dynamodb?'],
])('%j is wrong usage', async (args, message) => {
  using here = temporaryDirectory();
  await runNew(here.path, ['shop', ...flags]);
  const shop = path.join(here.path, 'shop');
  const { exitCode, stderr } = await runCli(shop, ['deploy-files', ...args]);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});

test('a new project without a deploy tool can have none', async () => {
  using here = temporaryDirectory();
  const { exitCode, stderr } = await runCli(here.path, [
    'new',
    'shop',
    ...flags,
    '--state',
    'dynamodb',
  ]);
  expect(stderr).toContain('--state: expected none with --deploy none, found "dynamodb".');
  expect(exitCode).toBe(2);
});

test('no function for websocket comes into the VPC of a cache', async () => {
  using here = temporaryDirectory();
  const chat = [
    'new',
    'chat',
    '--language',
    'nodejs',
    '--event',
    'websocket',
    '--deploy',
    'sam',
    '--yes',
  ];
  const refused = await runCli(here.path, [...chat, '--state', 'redis']);
  expect(refused.stderr).toContain(
    '--state redis: expected no function with the event websocket, found chat: it sends messages',
  );
  expect(refused.stderr).toContain('Use another store: --state dynamodb or none');
  expect(refused.exitCode).toBe(2);

  await runNew(here.path, ['shop', ...flags, '--deploy', 'sam', '--state', 'redis']);
  const shop = path.join(here.path, 'shop');
  const before = readTree(shop);
  const added = await runCli(shop, ['function', 'chat', '--event', 'websocket']);
  expect(added.stderr).toContain('found chat');
  expect(added.exitCode).toBe(2);
  expect(readTree(shop)).toEqual(before);
});
