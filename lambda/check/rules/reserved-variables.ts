import { isForced } from '../../sandbox/environment-variables.ts';
import type { Rule } from '../rule.ts';

/** Variables with another value for each function: the region, and the credentials of the execution role. */
const others = new Set([
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
]);

export const reservedVariables: Rule = {
  id: 'reserved-variables',
  severity: 'warning',
  title: 'ENV sets no environment variable that Lambda reserves',
  why: 'Lambda overrides it, so a function that works locally can fail on Lambda. _HANDLER is empty for container images: the entry script has to export it (Lambda guide, "Defined runtime environment variables").',
  *check({ image: { config } }) {
    for (const { name, value } of config.env) {
      // The AWS base images set these two to the same value as Lambda.
      const isSame =
        (name === 'LAMBDA_TASK_ROOT' && value === '/var/task') ||
        (name === 'LAMBDA_RUNTIME_DIR' && value === '/var/runtime');
      if (!(isForced(name) || others.has(name)) || isSame) continue;
      yield {
        found: `Expected no ENV for ${name}, which Lambda sets, found ${isSecret(name) ? 'one' : `"${value}"`}.`,
        where: `ENV ${name}`,
        fix: 'Remove it, or export it in the entry script.',
      };
    }
  },
};

/** The output may end up in a CI log. */
function isSecret(name: string): boolean {
  return /KEY|TOKEN/.test(name);
}
