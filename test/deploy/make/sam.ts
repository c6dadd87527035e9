import type { DeployedProject } from './deployed-project.ts';
import { invoke, login, push, type Tool } from './tool.ts';

export const sam: Tool = {
  id: 'sam',
  awsCli: 2,
  prepare: withoutTelemetry,
  steps: [login, push, 'cloudformation ExecuteChangeSet', invoke],
  // Change sets without changes.
  repeats: ['cloudformation CreateChangeSet', 'cloudformation DeleteChangeSet'],
  leaves: 0,
};

async function withoutTelemetry({ env }: DeployedProject): Promise<void> {
  env['SAM_CLI_TELEMETRY'] = '0';
}
