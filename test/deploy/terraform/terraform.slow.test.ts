import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import type { Deployment } from '../deployment.ts';
import { describeTemplate } from '../describe-template.ts';
import { findTool } from '../../machine/find-tool.ts';
import { projectFiles } from '../project-files.ts';
import { translateTemplates } from '../sam/translate-templates.ts';
import type { Template } from '../template.ts';
import { describePlan } from './describe-plan.ts';
import { everyEvent } from './every-event.ts';
import { plannedResources, type Values } from './planned-resources.ts';
import { type Moto, startMoto } from './start-moto.ts';
import { runTerraform } from './run-terraform.ts';
import { startTerraform, type Terraform } from './start-terraform.ts';
import { terraformFiles } from './terraform-files.ts';

const catalog = loadCatalog();
const minutes = 60_000;
const digest = `sha256:${'0'.repeat(64)}`;
const flags = ['-input=false', '-no-color'];
const withImage = `-var=image_digest=${digest}`;

let account: Moto;
beforeAll(async () => {
  account = await startMoto();
}, 10 * minutes);
afterAll(async () => {
  await account?.[Symbol.asyncDispose]();
});

test.each(everyEvent)(
  'terraform fmt has nothing to change in a project with $event',
  async (fn) => {
    const other = everyEvent.find(({ name }) => name !== fn.name)!;
    using directory = temporaryDirectory(terraformFiles(catalog, [fn, other]));
    const check = ['-check', '-diff', '-recursive', '-no-color'];
    expect(await runTerraform(directory.path, ['fmt', ...check])).toEqual({ all: '', exitCode: 0 });
  },
);

describe('a project with every event', { timeout: 10 * minutes }, () => {
  const files = terraformFiles(catalog, everyEvent);
  let terraform: Terraform;
  let sam: Template;
  beforeAll(async () => {
    terraform = await startTerraform(files, account.env);
    const project = projectFiles(catalog, 'sam', everyEvent);
    const python = path.join(await findTool('python-tools'), 'python');
    [sam] = (await translateTemplates(python, [project])) as [Template];
  }, 10 * minutes);
  afterAll(() => {
    terraform?.[Symbol.dispose]();
  });

  test('terraform validate finds no errors and no warnings', async () => {
    const { diagnostics } = JSON.parse(await terraform.run('validate', '-json'));
    expect(diagnostics).toEqual([]);
  });

  test('terraform plan finds nothing that is wrong with it', async () => {
    expect(await terraform.run('plan', ...flags, withImage)).not.toContain('Warning');
  });

  test('is what SAM deploys', async () => {
    const planned = await plannedResources(terraform, files, { image_digest: digest });
    expect(describePlan(files, planned)).toEqual(asTerraform(describeTemplate(sam)));

    function valuesOf(type: string): Values[] {
      return planned.filter((each) => each.type === type).map(({ values }) => values);
    }
    expect(valuesOf('aws_ecr_repository')).toMatchObject([
      {
        name: 'orders-api',
        image_tag_mutability: 'IMMUTABLE',
        image_scanning_configuration: [{ scan_on_push: true }],
      },
    ]);
    const lifecycle = JSON.parse(valuesOf('aws_ecr_lifecycle_policy')[0]!['policy'] as string);
    expect(lifecycle).toMatchObject({
      rules: [{ selection: { tagStatus: 'untagged', countUnit: 'days', countNumber: 14 } }],
    });
    // With SAM, the repository is in a template of its own.
    const { 'repository.yaml': repository = '' } = projectFiles(catalog, 'sam', everyEvent);
    const [, text = ''] = /LifecyclePolicyText: \|\n([^]+?\n {10}\}\n)/.exec(repository)!;
    expect(JSON.parse(text)).toEqual(lifecycle);
    expect(repository).toContain('ImageTagMutability: IMMUTABLE');
    expect(repository).toContain('ScanOnPush: true');
  });

  test('is what SAM deploys with other settings', async () => {
    const planned = await plannedResources(terraform, files, {
      image_digest: digest,
      memory_size: '512',
      log_retention: '7',
      log_level: 'DEBUG',
      tracing: 'Active',
      snap_start: 'PublishedVersions',
      reserved_concurrency: '5',
      provisioned_concurrency: '2',
      maximum_provisioned_concurrency: '4',
      alarm_email: 'ada@example.com',
      url_auth_type: 'AWS_IAM',
    });
    const settings = {
      MemorySize: 512,
      LogRetention: 7,
      LogLevel: 'DEBUG',
      Tracing: 'Active',
      SnapStart: 'PublishedVersions',
      ReservedConcurrency: 5,
      ProvisionedConcurrency: 2,
      MaximumProvisionedConcurrency: 4,
      AlarmEmail: 'ada@example.com',
      UrlAuthType: 'AWS_IAM',
    };
    expect(describePlan(files, planned)).toEqual(asTerraform(describeTemplate(sam, settings)));
  });
});

/** SAM cannot name the bucket that may invoke a function, but only its account. */
function asTerraform({ functions, ...others }: Deployment): Deployment {
  return {
    ...others,
    functions: Object.fromEntries(
      Object.entries(functions).map(([name, fn]) => [
        name,
        {
          ...fn,
          permissions: (fn.permissions as Values[]).map((permission) =>
            permission['Principal'] === 's3.amazonaws.com'
              ? { ...permission, SourceArn: `arn:aws:s3:::bucket of ${name}` }
              : permission,
          ),
        },
      ]),
    ),
  };
}

test(
  'what is applied needs no change, and is removed without an image',
  async () => {
    const files = terraformFiles(catalog, [{ name: 'orders-api', event: 'http' }]);
    using terraform = await startTerraform(files, account.env);

    await terraform.run('apply', ...flags, '-auto-approve', withImage);
    await terraform.run('plan', ...flags, '-out=again', withImage);
    const { resource_changes: changes } = JSON.parse(
      await terraform.run('show', '-json', 'again'),
    ) as {
      resource_changes: { address: string; change: Change }[];
    };
    const changed = changes.filter(({ change }) => change.actions.join(' ') !== 'no-op');
    expect(changed.map(({ address, change }) => [address, ...differencesIn(change)])).toEqual([
      // moto does not keep the settings of logs: a change, and so another version.
      ['module.orders_api.aws_lambda_alias.live', 'function_version'],
      [
        'module.orders_api.aws_lambda_function.this',
        'logging_config',
        'qualified_arn',
        'qualified_invoke_arn',
        'version',
      ],
    ]);

    await terraform.run('destroy', ...flags, '-auto-approve');
    expect(await terraform.run('state', 'list')).toBe('');
  },
  10 * minutes,
);

interface Change {
  readonly actions: readonly string[];
  readonly before: Values;
  readonly after: Values;
}

/** The attributes that a change is about. */
function differencesIn({ before, after }: Change): string[] {
  return Object.keys(before)
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .toSorted((a, b) => (a < b ? -1 : 1));
}
