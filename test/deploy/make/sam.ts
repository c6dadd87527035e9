import { edit } from '../../docker/edit-project.ts';
import type { DeployedProject } from './deployed-project.ts';
import { invoke, login, push, type Tool } from './tool.ts';

export const sam: Tool = {
  id: 'sam',
  prepare: useOneRepository,
  steps: [login, push, 'cloudformation ExecuteChangeSet', invoke],
  // A change set without changes, and a manifest that is there already.
  repeats: ['cloudformation CreateChangeSet', 'cloudformation DeleteChangeSet', push],
  // In a repository that is not its own, SAM removes the images of the last deployment.
  leaves: 1,
};

/** SAM would make up the address of a repository in ECR. */
async function useOneRepository({ project, account, env }: DeployedProject): Promise<void> {
  await account.call('ecr', 'POST', '/', {
    target: 'AmazonEC2ContainerRegistry_V20150921.CreateRepository',
    repositoryName: 'orders',
    imageTagMutability: 'IMMUTABLE',
  });
  await edit(
    project,
    'samconfig.toml',
    'resolve_image_repos = true',
    `image_repository = "${account.registry}/orders"`,
  );
  env['SAM_CLI_TELEMETRY'] = '0';
}
