import { readdirSync } from 'node:fs';
import path from 'node:path';

import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { describeTemplate } from '../describe-template.ts';
import { findTool } from '../../machine/find-tool.ts';
import { everyEvent, projectFiles, twice } from '../project-files.ts';
import { translateTemplates } from '../sam/translate-templates.ts';
import { canonical } from './canonical.ts';
import { type Assembly, type CdkProject, cdkProject } from './cdk-project.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const catalog = loadCatalog();

describe.each(['python', 'typescript', 'elixir'])('with functions in %s', (id) => {
  const functions = id === 'python' ? everyEvent(catalog, 'http') : twice('sqs');
  const files = projectFiles(catalog, 'cdk', functions, id);
  let project: CdkProject;
  let assembly: Assembly;

  beforeAll(async () => {
    project = await cdkProject(files);
    assembly = await project.synthesize();
  });

  afterAll(() => {
    project[Symbol.dispose]();
  });

  test('compiler, linter and formatter find nothing', async () => {
    await project.run('npm', 'run', '--silent', 'lint');
  });

  test('cdk synth has nothing to say', () => {
    expect(assembly.output).toBe('');
  });

  test('cfn-lint finds nothing', async () => {
    const cfnLint = path.join(await findTool('python-tools'), 'cfn-lint');
    // W3005: the CDK writes down dependencies that follow from references, too.
    const { stdout } = await execa(cfnLint, [
      '--ignore-checks',
      'W3005',
      '--',
      assembly.templateFile,
    ]);
    expect(stdout).toBe('');
  });

  test('describes what the template of SAM describes', async () => {
    const project = projectFiles(catalog, 'sam', functions, id);
    const python = path.join(await findTool('python-tools'), 'python');
    const [sam] = await translateTemplates(python, [project]);
    const described = canonical(describeTemplate(assembly.template));
    expect(described).toEqual(canonical(describeTemplate(sam!)));
  });

  test('all functions have the same image, which is the target function', () => {
    expect(assembly.dockerImages).toEqual([
      {
        directory: expect.stringMatching(/^asset\./),
        dockerBuildTarget: 'function',
        platform: 'linux/arm64',
      },
    ]);
  });

  test('the build context is what Docker would take from the project', () => {
    const [{ directory } = { directory: '' }] = assembly.dockerImages;
    const context = path.join(assembly.directory, directory);
    const found = readdirSync(context, { recursive: true, encoding: 'utf8' });
    const ignored = /^(cdk|Makefile|\.(gitignore|gitattributes|editorconfig|yo-rc\.json)$)/;
    const expected = Object.keys(files).filter((file) => !ignored.test(file));
    expect(found.filter((file) => file in files).toSorted()).toEqual(expected.toSorted());
    expect(found.filter((file) => /^cdk|node_modules/.test(file))).toEqual([]);
  });
});

test('every setting has its effect', async () => {
  const functions = [
    { name: 'orders-api', event: 'http' },
    { name: 'refund', event: 'sqs' },
  ] as const;
  const files = projectFiles(catalog, 'cdk', functions);
  const file = 'cdk/lib/settings.ts';
  const settings = withValues(files[file]!, {
    architecture: "'x86_64'",
    memorySize: '512',
    logRetention: 'RetentionDays.ONE_WEEK',
    logLevel: "'WARN'",
    tracing: 'Tracing.ACTIVE',
    snapStart: 'true',
    provisionedConcurrency: '2',
    maximumProvisionedConcurrency: '4',
    reservedConcurrency: '5',
    alarmEmail: "'you@example.com'",
    urlAuthType: "'AWS_IAM'",
  });
  using project = await cdkProject({ ...files, [file]: settings });
  const { template, output } = await project.synthesize({ STACK: 'second' });
  expect(output).toBe('');
  const { functions: described, subscriptions } = describeTemplate(template);
  expect(described).toMatchObject({
    second: { triggers: [{ AuthType: 'AWS_IAM' }], permissions: [] },
    'second-refund': {
      architectures: ['x86_64'],
      memorySize: 512,
      tracing: 'Active',
      snapStart: 'PublishedVersions',
      logging: { ApplicationLogLevel: 'WARN', SystemLogLevel: 'WARN' },
      logGroups: [{ LogGroupName: '/aws/lambda/second-refund', RetentionInDays: 7 }],
      reservedConcurrency: 5,
      provisionedConcurrency: [
        2,
        { MinCapacity: 2, MaxCapacity: 4, ResourceId: 'function:second-refund:live' },
        0.7,
      ],
      statements: expect.arrayContaining([
        expect.stringContaining('Allow xray:PutTelemetryRecords on *'),
        expect.stringContaining('Allow xray:PutTraceSegments on *'),
      ]),
    },
  });
  expect(subscriptions).toEqual(['email you@example.com arn:aws:sns:REGION:ACCOUNT:alarm topic']);
});

/** Settings with these values. */
function withValues(settings: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((text, [name, value]) => {
    const line = new RegExp(`^  ${name}: .+,$`, 'm');
    expect(text).toMatch(line);
    return text.replace(line, `  ${name}: ${value},`);
  }, settings);
}
