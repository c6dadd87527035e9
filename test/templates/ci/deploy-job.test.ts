import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { runNew } from '../../helpers/run-new.ts';
import { readTree, temporaryDirectory, writeTree } from '../../helpers/temporary-directory.ts';
import { commandsIn, jobsIn, workflow } from './workflow.ts';

const catalog = loadCatalog();
const tools = catalog.deployTools.map(({ id }) => id).filter((id) => id !== 'none');

async function workflowWith(...flags: string[]): Promise<string> {
  using here = temporaryDirectory();
  await runNew(here.path, ['shop', '--yes', '--ci', 'github', ...flags]);
  return readFileSync(path.join(here.path, 'shop', workflow), 'utf8');
}

test('without a deploy tool, nothing is deployed, and no job may do more than to read', async () => {
  const yaml = await workflowWith();
  expect(Object.keys(jobsIn(yaml))).toEqual(['test']);
  expect(permissionsIn(yaml)).toEqual(['permissions:\n  contents: read\n']);
});

function permissionsIn(yaml: string): string[] {
  const blocks = yaml.replaceAll(/^ *#.*\n/gm, '').matchAll(/^( *)permissions:\n(?:\1 +.+\n)+/gm);
  return [...blocks].map(([text]) => text);
}

test('the workflow does not depend on the language', async () => {
  const flags = catalog.languages.map(({ id }) => ['--language', id, '--deploy', 'cdk']);
  const workflows = new Set<string>();
  for (const each of flags) workflows.add(await workflowWith(...each));
  expect(workflows.size).toBe(1);
});

describe.each(tools)('with %s', (tool) => {
  test('main is deployed after its tests, by make deploy, with the rights that this needs', async () => {
    const yaml = await workflowWith('--deploy', tool);
    const jobs = jobsIn(yaml);
    expect(Object.keys(jobs)).toEqual(['test', 'deploy']);
    const { test: tests = '', deploy = '' } = jobs;
    expect(deploy).toContain('    needs: test\n');
    expect(deploy).toContain('    environment: production\n');
    expect(deploy).toContain('      cancel-in-progress: false\n');
    expect(/^ {4}if: (.+)$/m.exec(deploy)![1]!.split(' && ')).toEqual([
      "github.ref == 'refs/heads/main'",
      "github.event_name == 'push'",
      "vars.AWS_ROLE_ARN != ''",
    ]);
    expect(commandsIn(deploy).at(-1)).toBe('make deploy');
    expect(permissionsIn(yaml)).toEqual([
      'permissions:\n  contents: read\n',
      '    permissions:\n      contents: read\n      id-token: write\n',
    ]);
    expect(tests).not.toMatch(/aws|vars\./);
    // Code of a fork's pull request runs in the job `test` only, which has nothing to steal.
    expect(yaml).toMatch(/^on:\n {2}push:\n {2}pull_request:\n\n/m);
    expect(yaml).not.toContain('secrets.');
  });

  test('actions are pinned to commits', async () => {
    const uses = [...(await workflowWith('--deploy', tool)).matchAll(/uses: (.+)/g)];
    expect(uses.length).toBeGreaterThan(2);
    for (const [, action] of uses) {
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+(\.\d+\.\d+)?$/);
    }
  });

  test('packages are installed before there are credentials', async () => {
    const { deploy = '' } = jobsIn(await workflowWith('--deploy', tool));
    const [before, after] = deploy.split('aws-actions/configure-aws-credentials@');
    expect(before).toContain('npm install --global generator-lambda-container@');
    expect(commandsIn(after!)).toEqual(['make deploy']);
  });

  test('the job runs where the image is built: on the architecture of the function', async () => {
    for (const [architecture, runner] of [
      ['x86_64', 'ubuntu-24.04'],
      ['arm64', 'ubuntu-24.04-arm'],
    ]) {
      const yaml = await workflowWith('--deploy', tool, '--architecture', architecture!);
      const runners = [...yaml.matchAll(/runs-on: (.+)/g)].map(([, each]) => each);
      expect(runners).toEqual([runner, runner]);
    }
  });
});

test('deploy-files adds the job to an edited workflow, changes it, and removes it', async () => {
  using here = temporaryDirectory();
  await runNew(here.path, ['shop', '--language', 'python', '--yes', '--ci', 'github']);
  const shop = path.join(here.path, 'shop');
  const read = (): string => readFileSync(path.join(shop, workflow), 'utf8');
  const step = '\n      - name: Scan the image\n        run: make scan\n';
  const job = '\n  pages:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make pages\n';
  writeTree(shop, { [workflow]: read().replace('\n  # BEGIN', `${step}\n  # BEGIN`) + job });
  const mine = readTree(shop);

  for (const tool of tools) {
    const changed = await runCli(shop, ['deploy-files', '--with', tool]);
    expect(changed.exitCode, changed.stderr).toBe(0);
    const jobs = jobsIn(read());
    expect(Object.keys(jobs)).toEqual(['test', 'deploy', 'pages']);
    expect(jobs['test']).toContain(step);
    expect(jobs['deploy']).toBe(jobsIn(await workflowWith('--deploy', tool))['deploy']);
  }
  const removed = await runCli(shop, ['deploy-files', '--with', 'none']);
  expect(removed.exitCode, removed.stderr).toBe(0);
  expect(readTree(shop)).toEqual(mine);
});

test('Terraform is not run with a state that is lost with the runner', async () => {
  using here = temporaryDirectory();
  const flags = ['--language', 'python', '--deploy', 'terraform', '--ci', 'github', '--yes'];
  await runNew(here.path, ['shop', ...flags]);
  const shop = path.join(here.path, 'shop');
  const { [workflow]: yaml = '', 'terraform/versions.tf': versions = '' } = readTree(shop);
  const command = commandsIn(yaml).find((each) => each.includes('backend'))!;
  const run = () => execa('bash', ['-e', '-c', command], { cwd: shop, reject: false });
  expect(await run()).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('uncomment the backend in terraform/versions.tf'),
  });
  const lines = versions.replace(/^ {2}# (?=backend "s3"|\}| {2}\w+ +=)/gm, '  ');
  expect(lines).toContain('\n  backend "s3" {\n');
  writeTree(shop, { 'terraform/versions.tf': lines });
  expect(await run()).toMatchObject({ exitCode: 0 });
});
