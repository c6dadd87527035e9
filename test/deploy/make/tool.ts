import type { DeployedProject } from './deployed-project.ts';
import type { AwsCli } from './start-account.ts';

/** What is different with each deploy tool. */
export interface Tool {
  readonly id: string;
  /** The version of the AWS CLI that it is tested with. */
  readonly awsCli: AwsCli;
  /** Makes its project work on this machine. */
  readonly prepare: (deployed: DeployedProject) => Promise<void>;
  /** What it calls, in this order. */
  readonly steps: readonly string[];
  /** What it calls every time, though nothing has changed. */
  readonly repeats: readonly string[];
  /** A command of its own that finds no difference after a deployment, and fails if it finds one. */
  readonly compare?: {
    readonly directory: string;
    readonly command: readonly [string, ...string[]];
  };
  /** How many images are left after it has removed what it deployed twice. */
  readonly leaves: number;
}

export const login = 'ecr GetAuthorizationToken';
export const push = 'registry PUT manifests';
export const invoke = 'lambda Invoke';
