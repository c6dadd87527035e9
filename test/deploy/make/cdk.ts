import path from 'node:path';

import { execa } from 'execa';

import { findTool } from '../../machine/find-tool.ts';
import type { DeployedProject } from './deployed-project.ts';
import { invoke, login, push, type Tool } from './tool.ts';

export const cdk: Tool = {
  id: 'cdk',
  awsCli: 2,
  prepare: bootstrap,
  steps: [login, push, 'cloudformation ExecuteChangeSet', invoke],
  // A change set without changes.
  repeats: ['cloudformation CreateChangeSet', 'cloudformation DeleteChangeSet'],
  compare: { directory: 'cdk', command: ['npx', '--no-install', 'cdk', 'diff', '--fail'] },
  // The repository is that of all stacks.
  leaves: 2,
};

/** What `cdk bootstrap` makes, as far as a deployment needs it. */
async function bootstrap({ project, env }: DeployedProject): Promise<void> {
  const region = 'eu-central-1';
  const suffix = `123456789012-${region}`;
  async function aws(...args: string[]): Promise<void> {
    await execa('aws', [...args, '--region', region], { env });
  }
  const version = ['--name', '/cdk-bootstrap/hnb659fds/version', '--value', '30'];
  await aws('ssm', 'put-parameter', ...version, '--type', 'String');
  const repository = `cdk-hnb659fds-container-assets-${suffix}`;
  const immutable = ['--image-tag-mutability', 'IMMUTABLE'];
  await aws('ecr', 'create-repository', '--repository-name', repository, ...immutable);
  const place = ['--create-bucket-configuration', `LocationConstraint=${region}`];
  await aws('s3api', 'create-bucket', '--bucket', `cdk-hnb659fds-assets-${suffix}`, ...place);
  // The CDK writes beside its packages.
  const packages = path.join(project.directory, 'cdk/node_modules');
  await execa('cp', ['-R', await findTool('cdk'), packages]);
}
