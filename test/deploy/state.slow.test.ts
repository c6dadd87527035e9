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
import type { Template, Values } from './template.ts';
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

const subnets = ['subnet 10.0.0.0/24', 'subnet 10.0.1.0/24'];

/** What each store adds to a role and to the deployment. */
const added: Readonly<Record<string, Added>> = {
  dynamodb: {
    environment: { STATE_TABLE_NAME: 'table' },
    network: undefined,
    statements: () =>
      ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
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
  redis: {
    environment: { REDIS_URL: 'rediss://cache.Endpoint.Address:6379' },
    network: { SubnetIds: subnets, SecurityGroupIds: ['security group Functions'] },
    statements: (name) =>
      [
        'AssignPrivateIpAddresses',
        'CreateNetworkInterface',
        'DeleteNetworkInterface',
        'DescribeNetworkInterfaces',
        'DescribeSubnets',
        'UnassignPrivateIpAddresses',
      ].flatMap((action) => [
        // There are no network interfaces yet that Lambda could be allowed.
        `Allow ec2:${action} on *`,
        `Deny ec2:${action} on * if {"ArnEquals":{"lambda:SourceFunctionArn":"arn:aws:lambda:REGION:ACCOUNT:function:${name}"}}`,
      ]),
    state: [
      {
        type: 'AWS::EC2::SecurityGroup',
        GroupDescription: 'Cache',
        VpcId: 'VPC',
        to: [['-1', '0.0.0.0/0']],
        from: [['tcp', 6379, 6380, 'security group Functions']],
      },
      {
        type: 'AWS::EC2::SecurityGroup',
        GroupDescription: 'Functions',
        VpcId: 'VPC',
        to: [['-1', '0.0.0.0/0']],
        from: [],
      },
      ...['a', 'b'].map((zone, index) => ({
        type: 'AWS::EC2::Subnet',
        MapPublicIpOnLaunch: false,
        VpcId: 'VPC',
        CidrBlock: `10.0.${index}.0/24`,
        AvailabilityZone: `REGION${zone}`,
      })),
      {
        type: 'AWS::EC2::VPC',
        CidrBlock: '10.0.0.0/16',
        EnableDnsHostnames: true,
        EnableDnsSupport: true,
      },
      ...['dynamodb', 's3'].map((service) => ({
        type: 'AWS::EC2::VPCEndpoint',
        VpcId: 'VPC',
        VpcEndpointType: 'Gateway',
        ServiceName: `com.amazonaws.REGION.${service}`,
        subnets,
      })),
      {
        type: 'AWS::ElastiCache::ServerlessCache',
        Engine: 'valkey',
        MajorEngineVersion: '8',
        SubnetIds: subnets,
        SecurityGroupIds: ['security group Cache'],
        CacheUsageLimits: {
          DataStorage: { Maximum: 1, Unit: 'GB' },
          ECPUPerSecond: { Maximum: 5000 },
        },
      },
    ],
  },
};

interface Added {
  readonly environment: Values;
  readonly network: unknown;
  /** What the role of a function with this name may and may not do. */
  readonly statements: (name: string) => readonly string[];
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
    [template] = (await translateTemplates(python, [files])) as [Template];
    described = describeTemplate(template);
  });

  test('SAM: every function has it, and may do what it needs with it', async () => {
    const { environment, network, statements, state } = added[store]!;
    const files = projectFiles(catalog, 'sam', functions);
    const [templateBefore] = await translateTemplates(path.join(tools, 'python'), [files]);
    const without = describeTemplate(templateBefore!);
    expect(described.state).toEqual(state);
    for (const [name, fn] of Object.entries(described.functions)) {
      const before = without.functions[name]!;
      expect(fn.environment).toEqual({ ...(before.environment as Values), ...environment });
      expect(fn.network).toEqual(network);
      const more = statements(name).map((line) => `role of ${name}: ${line}`);
      expect(fn.statements).toEqual([...before.statements, ...more].toSorted());
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
