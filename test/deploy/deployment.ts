/**
 * What a deploy tool makes, in words that all tools share: AWS's names, with `orders-api` for the stack, ACCOUNT and REGION.
 * What has no name is called after the function that it belongs to, such as `failures of refund`.
 */
export interface Deployment {
  readonly functions: Readonly<Record<string, DeployedFunction>>;
  /** Who may do what with the topic and its key. */
  readonly alarmTopic: { readonly isEncrypted: boolean; readonly statements: readonly string[] };
  readonly subscriptions: readonly string[];
  /** What the functions share to keep state in, and the network that leads to it. */
  readonly state: readonly unknown[];
}

/** A function, and all that exists because of it. Absent settings have AWS's default. */
export interface DeployedFunction {
  readonly command: unknown;
  readonly environment: unknown;
  /** Where it is in a VPC. */
  readonly network: unknown;
  readonly architectures: unknown;
  readonly memorySize: unknown;
  readonly timeout: unknown;
  readonly tracing: unknown;
  readonly snapStart: unknown;
  readonly logging: unknown;
  readonly reservedConcurrency: unknown;
  readonly provisionedConcurrency: unknown;
  readonly logGroups: readonly unknown[];
  /** One line for each action on each resource that a role or a policy of a resource allows or denies. */
  readonly statements: readonly string[];
  /** What may invoke the function. */
  readonly permissions: readonly unknown[];
  /** What does invoke it. */
  readonly triggers: readonly unknown[];
  readonly asynchronous: readonly unknown[];
  readonly queues: readonly unknown[];
  readonly stores: readonly unknown[];
  readonly alarms: readonly unknown[];
}
