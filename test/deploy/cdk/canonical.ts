/** What AWS assumes without these properties, which the CDK writes down. */
const defaults: Readonly<Record<string, unknown>> = {
  RetentionPeriodHours: 24,
  RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
  State: 'ENABLED',
};

const functions = 'arn:aws:lambda:REGION:ACCOUNT:function';

/**
 * A description without what makes no difference to AWS: the order of keys and lists, defaults, how booleans, keys and the
 * targets of event source mappings are written.
 */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical).toSorted(byJson);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .map(([key, each]) => [key, canonical(each)] as const)
      .filter(([key, each]) => JSON.stringify(each) !== JSON.stringify(defaults[key]));
    return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
  if (typeof value !== 'string') return value;
  // A topic takes the alias of a key or its ARN.
  if (value.endsWith(':alias/aws/sns')) return 'alias/aws/sns';
  // An event source mapping takes a function by its name or by its ARN.
  if (value.endsWith(':live') && !value.includes('function:')) return `${functions}:${value}`;
  return value.replace('"aws:SecureTransport":false', '"aws:SecureTransport":"false"');
}

function byJson(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
