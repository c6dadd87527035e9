import { readFileSync } from 'node:fs';
import path from 'node:path';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { packageRoot, packageVersion } from '../../../scaffold/package-root.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { findTool } from '../../machine/find-tool.ts';
import { commandsIn, jobsIn, workflow } from './workflow.ts';

async function generate(parent: string, name: string, ...flags: string[]): Promise<string> {
  const made = await runCli(parent, ['new', name, '--ci', 'github', '--yes', ...flags]);
  expect(made).toMatchObject({ exitCode: 0 });
  return path.join(parent, name);
}

test('actionlint and shellcheck are silent, for every deploy tool and architecture', async () => {
  using here = temporaryDirectory();
  const actionlint = await findTool('actionlint');
  for (const { id } of loadCatalog().deployTools) {
    for (const architecture of ['x86_64', 'arm64']) {
      const flags = ['--deploy', id, '--architecture', architecture];
      const cwd = await generate(here.path, `${id}-${architecture.replace('_', '-')}`, ...flags);
      const { stdout } = await execa(actionlint, ['-shellcheck', 'shellcheck', workflow], { cwd });
      expect(stdout).toBe('');
    }
  }
});

test('the steps of the workflow succeed on this machine, with two functions', async () => {
  using here = temporaryDirectory();
  const name = `ci-github-${process.pid}`;
  // The workflow does not depend on the language: this one's image is built in seconds.
  const cwd = await generate(here.path, name, '--language', 'bash');
  const added = await runCli(cwd, ['function', 'refund', '--event', 'sqs']);
  expect(added).toMatchObject({ exitCode: 0 });

  // The package of this checkout, in place of the published one.
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', here.path];
  const { stdout: tarball } = await execa('npm', pack, { cwd: packageRoot });
  const published = 'generator-lambda-container@"$LAMBDA_CONTAINER_VERSION"';
  const env = {
    // npm sets its own settings in these variables for what it starts.
    PATH: `${here.path}/prefix/bin:${process.env['PATH']}`,
    npm_config_prefix: `${here.path}/prefix`,
    npm_config_prefer_offline: 'true',
    // Tests may run under make themselves, which a make below then tells of.
    MAKEFLAGS: '',
  };
  const yaml = readFileSync(path.join(cwd, workflow), 'utf8');
  expect(yaml).toContain(`LAMBDA_CONTAINER_VERSION: ${packageVersion()}\n`);
  const outputs: string[] = [];
  try {
    for (const command of commandsIn(jobsIn(yaml)['test']!)) {
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
