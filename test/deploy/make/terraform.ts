import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { readTree, writeTree } from '../../helpers/temporary-directory.ts';
import { findMirror, isTooOld } from '../terraform/find-mirror.ts';
import { fitOldProvider } from '../terraform/fit-old-provider.ts';
import type { DeployedProject } from './deployed-project.ts';
import { invoke, login, push, type Tool } from './tool.ts';

export const terraform: Tool = {
  id: 'terraform',
  awsCli: 1,
  prepare: useProviderOfMachine,
  steps: ['ecr CreateRepository', login, push, 'lambda CreateFunction', invoke],
  repeats: [],
  compare: {
    directory: 'terraform',
    command: ['terraform', 'plan', '-input=false', '-detailed-exitcode'],
  },
  leaves: 0,
};

/** The provider of a mirror on this machine may be older than the files ask for. */
async function useProviderOfMachine({ project, env }: DeployedProject): Promise<void> {
  const mirror = findMirror();
  if (mirror === undefined) return;
  const configuration = path.join(path.dirname(project.directory), 'terraformrc');
  const setting = `filesystem_mirror {\n    path = "${mirror.directory}"\n  }`;
  await writeFile(configuration, `provider_installation {\n  ${setting}\n}\n`);
  env['TF_CLI_CONFIG_FILE'] = configuration;
  const directory = path.join(project.directory, 'terraform');
  const files = Object.entries(readTree(directory)).filter(([file]) => file.endsWith('.tf'));
  if (isTooOld(mirror)) writeTree(directory, fitOldProvider(Object.fromEntries(files)));
}
