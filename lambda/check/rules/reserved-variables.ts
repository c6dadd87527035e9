import { isForced } from '../../sandbox/environment-variables.ts';
import type { Rule } from '../rule.ts';

/** Those that differ from function to function: the region, and the credentials of the execution role. */
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
  title: 'ENV sets no variable that Lambda sets itself',
  why: 'Lambda sets it to its own value, so that what works here does not work there. _HANDLER is empty for images: the entry script has to export it (Lambda guide, "Defined runtime environment variables").',
  *check({ image: { config } }) {
    for (const { name, value } of config.env) {
      // AWS's own base images set these two to what Lambda sets.
      const isSame =
        (name === 'LAMBDA_TASK_ROOT' && value === '/var/task') ||
        (name === 'LAMBDA_RUNTIME_DIR' && value === '/var/runtime');
      if (!(isForced(name) || others.has(name)) || isSame) continue;
      yield {
        found: `Expected Lambda to set ${name}, found it set${isSecret(name) ? '' : ` to "${value}"`}.`,
        where: `ENV ${name}`,
        fix: 'Remove it, or export it in the entry script.',
      };
    }
  },
};

/** What is printed may be kept in a log of CI. */
function isSecret(name: string): boolean {
  return /KEY|TOKEN/.test(name);
}
