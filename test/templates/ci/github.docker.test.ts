import { readFileSync } from 'node:fs';
import path from 'node:path';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { packageRoot, packageVersion } from '../../../scaffold/package-root.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { findTool } from '../../machine/find-tool.ts';

const workflow = '.github/workflows/ci.yml';

/** What the steps of a workflow run, in order. */
function commandsIn(yaml: string): string[] {
  return [...yaml.matchAll(/^ {8}run: (?:\|\n((?: {10}.*\n)+)|(.+)\n)/gm)].map(
    ([, block, line]) => line ?? block!.replaceAll(/^ {10}/gm, ''),
  );
}

async function generate(parent: string, name: string, ...flags: string[]): Promise<string> {
  const made = await runCli(parent, ['new', name, '--ci', 'github', '--yes', ...flags]);
  expect(made).toMatchObject({ exitCode: 0 });
  return path.join(parent, name);
}

test('actionlint and shellcheck are silent, for every language and architecture', async () => {
  using here = temporaryDirectory();
  const actionlint = await findTool('actionlint');
  for (const { id } of loadCatalog().languages) {
    for (const architecture of ['x86_64', 'arm64']) {
      const flags = ['--language', id, '--architecture', architecture];
      const cwd = await generate(here.path, `${id}-${architecture.replace('_', '-')}`, ...flags);
      const { stdout } = await execa(actionlint, ['-shellcheck', 'shellcheck', workflow], { cwd });
      expect(stdout).toBe('');
    }
  }
});

test('actions are pinned to commits, and jobs may only read', async () => {
  using here = temporaryDirectory();
  const yaml = readFileSync(path.join(await generate(here.path, 'shop'), workflow), 'utf8');
  const uses = [...yaml.matchAll(/uses: (.+)/g)].map(([, action]) => action);
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses) {
    expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
  expect([...yaml.matchAll(/^ *permissions:\n(?: +.+\n)+/gm)].map(([text]) => text)).toStrictEqual([
    'permissions:\n  contents: read\n',
  ]);
  expect(yaml).not.toContain('secrets.');
});

test('the steps of the workflow succeed on this machine, with two functions', async () => {
  using here = temporaryDirectory();
  const name = `ci-github-${process.pid}`;
  const cwd = await generate(here.path, name, '--language', 'nodejs');
  const added = await runCli(cwd, ['function', 'refund', '--event', 'sqs']);
  expect(added).toMatchObject({ exitCode: 0 });

  // The package of this checkout, in place of the published one.
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', here.path];
  const { stdout: tarball } = await execa('npm', pack, { cwd: packageRoot });
  const published = `generator-lambda-container@${packageVersion()}`;
  const env = {
    // npm sets its own settings in these variables for what it starts.
    PATH: `${here.path}/prefix/bin:${process.env['PATH']}`,
    npm_config_prefix: `${here.path}/prefix`,
    npm_config_prefer_offline: 'true',
    // Tests may run under make themselves, which a make below then tells of.
    MAKEFLAGS: '',
  };
  const outputs: string[] = [];
  try {
    for (const command of commandsIn(readFileSync(path.join(cwd, workflow), 'utf8'))) {
      const local = command.replace(published, path.join(here.path, tarball));
      // As GitHub's runners do.
      const { stdout } = await execa('bash', ['-e', '-c', local], { cwd, env });
      outputs.push(stdout);
    }
  } finally {
    await execa('make', ['clean'], { cwd, env });
  }
  expect(outputs).toHaveLength(4);
  expect(outputs[1]).toContain('ok      events/refund/');
  expect(outputs[3]!.match(/^Nothing found\.$/gm)).toHaveLength(2);
});
