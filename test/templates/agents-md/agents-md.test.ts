import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runApp } from '../../helpers/run-app.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { readTree, temporaryDirectory } from '../../helpers/temporary-directory.ts';

test('a project has one if the user wants it, and keeps it', async () => {
  using here = temporaryDirectory();
  const shop = path.join(here.path, 'shop');
  await runCli(here.path, ['new', 'shop', '--yes']);
  const without = readTree(shop);
  expect(Object.keys(without)).not.toContain('AGENTS.md');

  await runCli(shop, ['new', '--agents-md']);
  const { 'AGENTS.md': guide } = readTree(shop);
  expect(guide).toContain('Elixir 1.20');
  await runCli(shop, ['new', '--base', 'debian']);
  expect(readTree(shop)['AGENTS.md']).toContain('A Debian package');

  await runCli(shop, ['new', '--base', 'scratch', '--no-agents-md']);
  expect(readTree(shop)).toStrictEqual(without);
});

test('yo takes the same flags, and the name that follows one', async () => {
  using here = temporaryDirectory();
  await runApp(here.path, [], { yes: true, 'agents-md': 'shop' });
  const shop = path.join(here.path, 'shop');
  expect(Object.keys(readTree(shop))).toContain('AGENTS.md');
  // What yo makes of --no-agents-md.
  await runApp(shop, [], { agentsMd: false });
  expect(Object.keys(readTree(shop))).not.toContain('AGENTS.md');
});

test('a new function adds its rules, and what the user has written stays', async () => {
  using here = temporaryDirectory();
  const shop = path.join(here.path, 'shop');
  await runCli(here.path, ['new', 'shop', '--language', 'python', '--yes', '--agents-md']);
  const file = path.join(shop, 'AGENTS.md');
  expect(readFileSync(file, 'utf8')).not.toContain('SQS');
  appendFileSync(file, '- Ask before you add a package.\n');
  const added = await runCli(shop, ['function', 'refund', '--event', 'sqs']);
  expect(added.stderr).toContain('* merging AGENTS.md\n');
  expect(readFileSync(file, 'utf8')).toMatch(
    /A message of SQS [^]*\n- Ask before you add a package/,
  );
});

test('a deploy tool adds its commands, and what the user has written stays', async () => {
  using here = temporaryDirectory();
  const shop = path.join(here.path, 'shop');
  await runCli(here.path, ['new', 'shop', '--language', 'python', '--yes', '--agents-md']);
  const file = path.join(shop, 'AGENTS.md');
  appendFileSync(file, '- Ask before you add a package.\n');
  const mine = readFileSync(file, 'utf8');
  for (const [tool, command] of [
    ['sam', 'sam validate'],
    ['cdk', 'npm --prefix cdk run lint'],
    ['terraform', 'terraform -chdir=terraform validate'],
  ] as const) {
    await runCli(shop, ['deploy-files', '--with', tool]);
    const guide = readFileSync(file, 'utf8');
    expect(guide).toContain('Run these only if you are asked to');
    expect(guide).toContain(`\n${command}\n`);
    expect(guide).toContain('- Ask before you add a package.');
    // It would say more with a workflow that deploys.
    expect(guide).not.toContain('push to `main`');
  }
  await runCli(shop, ['deploy-files', '--with', 'none']);
  expect(readFileSync(file, 'utf8')).toBe(mine);
  await runCli(shop, ['deploy-files', '--with', 'sam']);
  await runCli(shop, ['new', '--ci', 'github', '--force']);
  expect(readFileSync(file, 'utf8')).toContain('A push to `main` deploys, too');
});
