import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { policyLines } from '../../deploy/policy-lines.ts';
import { everyEvent, projectFiles } from '../../deploy/project-files.ts';
import { resolveTemplate, type ResolvedResource } from '../../deploy/resolve-template.ts';
import { translateTemplates } from '../../deploy/sam/translate-templates.ts';
import { runNew } from '../../helpers/run-new.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { findTool } from '../../machine/find-tool.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const catalog = loadCatalog();
const longest = 'a'.repeat(64);
let bin: string;

beforeAll(async () => {
  bin = await findTool('python-tools');
});

/** The template of the role. */
async function roleOf(deploy: string, name = 'orders-api', event = 'direct'): Promise<string> {
  using here = temporaryDirectory();
  const given = ['--language', 'python', '--event', event, '--deploy', deploy, '--ci', 'github'];
  await runNew(here.path, [name, ...given, '--yes']);
  return readFileSync(path.join(here.path, name, '.github/deploy-role.yaml'), 'utf8');
}

/** The role in it, for a repository, and then what adds to its policies. */
async function resolveRole(text: string): Promise<[ResolvedResource, ...ResolvedResource[]]> {
  const [template] = await translateTemplates(path.join(bin, 'python'), [
    { 'template.yaml': text },
  ]);
  const values = { Repository: 'ada@1/orders@2', StateBucket: 'states' };
  const resources = [...resolveTemplate(template!, values, (id) => id).values()];
  const [role] = resources.filter(({ type }) => type === 'AWS::IAM::Role');
  return [role!, ...resources.filter(({ type }) => type === 'AWS::IAM::ManagedPolicy')];
}

const deployer = [
  'application-autoscaling:DescribeScalableTargets',
  'application-autoscaling:DescribeScalingPolicies',
  'application-autoscaling:DescribeScheduledActions',
  'cloudwatch:DescribeAlarms',
  'cognito-idp:CreateUserPool',
  'ecr:GetAuthorizationToken',
  'kms:CreateKey',
  'lambda:CreateEventSourceMapping',
  'lambda:DeleteEventSourceMapping',
  'lambda:GetEventSourceMapping',
  'lambda:UpdateEventSourceMapping',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'sns:GetSubscriptionAttributes',
  'sns:SetSubscriptionAttributes',
  'sns:Unsubscribe',
];

/** Where AWS has nothing finer than *: what acts on nothing that exists, or on what only a condition can name. */
const wide: Readonly<Record<string, readonly string[]>> = {
  cdk: [],
  sam: [...deployer, 'cloudformation:GetTemplateSummary', 'cloudformation:ValidateTemplate'],
  terraform: [...deployer, 'states:ValidateStateMachineDefinition'],
};

test('cfn-lint finds nothing, whatever the name', async () => {
  const files: Record<string, string> = {};
  for (const tool of Object.keys(wide)) {
    for (const name of ['a', 'orders_api', longest]) {
      files[`${tool}-${name}.yaml`] = await roleOf(tool, name);
      files[`${tool}-${name}-alb.yaml`] = await roleOf(tool, name, 'alb');
    }
  }
  using here = temporaryDirectory(files);
  const { stdout } = await execa(path.join(bin, 'cfn-lint'), Object.keys(files), {
    cwd: here.path,
  });
  expect(stdout).toBe('');
});

describe.each(Object.entries(wide))('with %s', (tool, expected) => {
  test('only jobs of the repository with the environment may assume the role', async () => {
    const [role] = await resolveRole(await roleOf(tool));
    const { AssumeRolePolicyDocument } = role.properties;
    expect(AssumeRolePolicyDocument).toMatchObject({
      Statement: {
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': 'repo:ada@1/orders@2:environment:production',
          },
        },
      },
    });
  });

  test('no action is *, and no resource but where AWS has nothing finer', async () => {
    const lines = policyLines(await resolveRole(await roleOf(tool)));
    expect(lines.filter((line) => /:\* on /.test(line))).toEqual([]);
    const found = lines.filter((line) => / on \*/.test(line));
    const actions = found.map((line) => / Allow (\S+) on /.exec(line)![1]!);
    expect(actions).toEqual(expected.toSorted());
  });

  test('the policies are not larger than IAM allows', async () => {
    const [role, ...managed] = await resolveRole(await roleOf(tool, longest, 'alb'));
    // ACCOUNT and REGION stand for longer words.
    expect(JSON.stringify(role.properties['Policies']).length).toBeLessThan(10_240 - 1000);
    for (const { properties } of managed) {
      expect(JSON.stringify(properties['PolicyDocument']).length).toBeLessThan(6144 - 500);
    }
  });
});

/** What CloudFormation does with properties that the templates do not set. */
const unused = [
  /^(codedeploy|elasticfilesystem|firehose|s3files|s3tables):/,
  /^apigateway:((Tag|Untag)Resource|UpdateRestApiPolicy)$/,
  /^application-autoscaling:(Delete|Put)ScheduledAction$/,
  /^cloudwatch:GetMetricData$/,
  /^cognito-idp:AddCustomAttributes$/,
  /^dynamodb:(AssociateTableReplica|CreateTableReplica|ImportTable|UpdateContributorInsights)$/,
  /^dynamodb:((BatchWrite|Delete|Get|Put|Update)Item|Query|Scan)$/,
  /^dynamodb:((Delete|Put)ResourcePolicy|(Disable|Enable|Update)KinesisStreamingDestination)$/,
  /^ec2:((At|De)tachVpnGateway|(Disa|A)ssociateSubnetCidrBlock|CreateVpcEncryptionControl|ModifyVpcTenancy)$/,
  /^elasticloadbalancing:Modify(CapacityReservation|IpPools)$/,
  /^iam:(AttachRolePolicy|DetachRolePolicy|(Delete|Put)RolePermissionsBoundary)$/,
  /^kinesis:((Disable|Enable)EnhancedMonitoring|PutRecords|UpdateMaxRecordSize|UpdateShardCount)$/,
  /^kinesis:UpdateStream(RecordDistributionStrategy|WarmThroughput)$/,
  /^kms:(CreateGrant|Decrypt|Encrypt|GenerateDataKey(WithoutPlaintext)?|ListAliases|ReEncrypt(From|To)|RetireGrant|RevokeGrant)$/,
  // The job does not destroy: a key that is not in the template any more stays, and an error says so.
  /^kms:(DisableKey|DisableKeyRotation|EnableKey|ScheduleKeyDeletion)$/,
  /^lambda:(AssociateRuntimeAlias|PassCapacityProvider|PutFunctionScalingConfig)$/,
  /^lambda:(Delete|Put)FunctionCodeSigningConfig$/,
  /^logs:(AssociateKmsKey|CreateLogDelivery|CreateLogStream|DescribeLogStreams|DisassociateKmsKey)$/,
  /^logs:(Delete|Put)(DataProtection|Index|Resource)Policy$/,
  /^logs:(PutBearerTokenAuthentication|PutLogEvents|PutLogGroupDeletionProtection)$/,
  /^s3:(Create|Delete|Update)BucketMetadata/,
  /^s3:DeleteBucket(Analytics|Cors|Encryption|Lifecycle|Metrics|Replication|Website)/,
  /^s3:Put(Accelerate|Analytics|Inventory|IntelligentTiering|Lifecycle|Metrics|ObjectLock|Replication)Configuration$/,
  /^s3:PutBucket(Abac|Acl|CORS|Logging|ObjectLockConfiguration|Replication|Website)$/,
  /^s3:(DeleteObject|PutObjectAcl|REST\.PUT\.OBJECT)$/,
  /^sns:PutDataProtectionPolicy$/,
];

test('the role may do what CloudFormation does with each resource', async () => {
  // A function for a load balancer needs more than others.
  const role = await resolveRole(await roleOf('sam', 'orders-api', 'alb'));
  const allowed = policyLines(role).flatMap((line) => / Allow (\S+) on /.exec(line)?.[1] ?? []);
  const project = projectFiles(catalog, 'sam', everyEvent(catalog, 'http'));
  const [template] = await translateTemplates(path.join(bin, 'python'), [project]);
  const types = new Set(Object.values(template!.Resources).map(({ Type }) => Type));
  // Of repository.yaml.
  types.add('AWS::ECR::Repository');
  const missing = new Set<string>();
  const schemas = '../lib/python3*/site-packages/cfnlint/data/schemas/resources/*.json';
  for (const file of globSync(path.join(bin, schemas))) {
    const schema: Schema = JSON.parse(readFileSync(file, 'utf8'));
    if (!types.delete(schema.typeName)) continue;
    const { create, read, update, delete: remove } = schema.handlers;
    const actions = [create, read, update, remove].flatMap((each) => each?.permissions ?? []);
    for (const action of actions) {
      if (!isAllowed(action)) missing.add(`${schema.typeName} ${action}`);
    }
  }
  expect([...types]).toEqual([]);
  expect([...missing].toSorted()).toEqual([]);

  function isAllowed(action: string): boolean {
    if (unused.some((each) => each.test(action))) return true;
    return allowed.some((each) => path.matchesGlob(action.toLowerCase(), each.toLowerCase()));
  }
});

interface Schema {
  readonly typeName: string;
  readonly handlers: Readonly<
    Record<string, { readonly permissions: readonly string[] } | undefined>
  >;
}
