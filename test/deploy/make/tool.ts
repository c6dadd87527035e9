import type { DeployedProject } from './deployed-project.ts';

/** What is different with each deploy tool. */
export interface Tool {
  readonly id: string;
  /** Makes its project work on this machine. */
  readonly prepare: (deployed: DeployedProject) => Promise<void>;
  /** What it calls, in this order. */
  readonly steps: readonly string[];
  /** What it calls every time, though nothing has changed. */
  readonly repeats: readonly string[];
  /** How many images are left after it has removed what it deployed twice. */
  readonly leaves: number;
}

export const login = 'ecr GetAuthorizationToken';
export const push = 'registry PUT manifests';
export const invoke = 'lambda Invoke';
