import path from 'node:path';

import { execa } from 'execa';
import { beforeAll, describe, expect, test, vi } from 'vitest';

import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { findTool } from '../machine/find-tool.ts';
import { canonical } from './cdk/canonical.ts';
import { cdkProject } from './cdk/cdk-project.ts';
import type { Deployment } from './deployment.ts';
import { describeTemplate } from './describe-template.ts';
import { type Functions, projectFiles } from './project-files.ts';
import { translateTemplates } from './sam/translate-templates.ts';
import type { Template } from './template.ts';
import { describePlan } from './terraform/describe-plan.ts';
import { plannedResources } from './terraform/planned-resources.ts';
import { runTerraform } from './terraform/run-terraform.ts';
import { startMoto } from './terraform/start-moto.ts';
import { startTerraform } from './terraform/start-terraform.ts';
import { terraformFiles } from './terraform/terraform-files.ts';

/** What the tools take on a busy machine. */
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const catalog = loadCatalog();
const stores = catalog.stateStores.filter(({ id }) => id !== 'none');

/** What each store adds to a role and to the deployment. */
const added: Readonly<Record<string, Added>> = {
  dynamodb: {
    variable: 'STATE_TABLE_NAME',
    allowed: ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
      (action) => `Allow dynamodb:${action} on arn:aws:dynamodb:REGION:ACCOUNT:table/table`,
    ),
    state: [
      {
        type: 'AWS::DynamoDB::Table',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    ],
  },
};

interface Added {
  readonly variable: string;
  readonly allowed: readonly string[];
  readonly state: readonly unknown[];
}

describe.each(stores)('$id', ({ id: store, refusedEvents = {} }) => {
  // Some with permissions, tables, variables and names that could be those of the store, too.
  const functions: Functions = [
    { name: 'orders-api', event: 'http' },
    { name: 'state', event: 'dynamodb' },
    { name: 'refund', event: 'sqs' },
    ...('websocket' in refusedEvents ? [] : [{ name: 'chat', event: 'websocket' }]),
  ];
  let tools: string;
  let template: Template;
  let described: Deployment;

  beforeAll(async () => {
    tools = await findTool('python-tools');
    const files = projectFiles(catalog, 'sam', functions, 'python', store);
    const python = path.join(tools, 'python');
    [template] = (await translateTemplates(python, [files['template.yaml']!])) as [Template];
    described = describeTemplate(template);
  });

  test('SAM: every function has it, and may do what it needs with it', async () => {
    const { variable, allowed, state } = added[store]!;
    const files = projectFiles(catalog, 'sam', functions);
    const [before] = await translateTemplates(path.join(tools, 'python'), [
      files['template.yaml']!,
    ]);
    const without = describeTemplate(before!);
    expect(described.state).toEqual(state);
    for (const [name, fn] of Object.entries(described.functions)) {
      const { environment, statements } = without.functions[name]!;
      expect(fn.environment).toEqual([...environment, variable].toSorted());
      const more = allowed.map((line) => `role of ${name}: ${line}`);
      expect(fn.statements).toEqual([...statements, ...more].toSorted());
    }
  });

  test('SAM: sam validate and cfn-lint find nothing', async () => {
    const { 'template.yaml': text = '', 'samconfig.toml': settings = '' } = projectFiles(
      catalog,
      'sam',
      functions,
      'python',
      store,
    );
    using directory = temporaryDirectory({
      'template.yaml': text,
      'samconfig.toml': settings,
      'translated.json': JSON.stringify(template),
    });
    const validated = await execa(path.join(tools, 'sam'), ['validate'], {
      cwd: directory.path,
      env: { SAM_CLI_TELEMETRY: '0' },
    });
    expect(validated.stdout).toMatch(/^\n?\S+template\.yaml is a valid SAM Template\n?$/);
    expect(validated.stderr).toBe('');
    await lint(path.join(directory.path, 'translated.json'), 'W2001');
  });

  test('CDK: the same, and its tools find nothing', async () => {
    using project = await cdkProject(projectFiles(catalog, 'cdk', functions, 'python', store));
    await project.run('npm', 'run', '--silent', 'lint');
    const assembly = await project.synthesize();
    expect(assembly.output).toBe('');
    await lint(assembly.templateFile, 'W3005');
    expect(canonical(describeTemplate(assembly.template))).toEqual(canonical(described));
  });

  test('Terraform: the same, and its tools find nothing', async () => {
    const files = terraformFiles(catalog, functions, 'python', store);
    using directory = temporaryDirectory(files);
    const check = ['-check', '-diff', '-recursive', '-no-color'];
    expect(await runTerraform(directory.path, ['fmt', ...check])).toEqual({ all: '', exitCode: 0 });
    await using account = await startMoto();
    using terraform = await startTerraform(files, account.env);
    const { diagnostics } = JSON.parse(await terraform.run('validate', '-json'));
    expect(diagnostics).toEqual([]);
    const planned = await plannedResources(terraform, files, {
      image_digest: `sha256:${'0'.repeat(64)}`,
    });
    expect(describePlan(files, planned)).toEqual(described);
  });

  /** `ignored`: what the tests of the tool ignore, too, and say why. */
  async function lint(file: string, ignored: string): Promise<void> {
    const flags = ['--ignore-checks', ignored, '--', file];
    const { stdout } = await execa(path.join(tools, 'cfn-lint'), flags);
    expect(stdout).toBe('');
  }
});
