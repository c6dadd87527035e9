import type { Rule } from '../rule.ts';

const most = 4096;

export const environmentSize: Rule = {
  id: 'environment-size',
  severity: 'warning',
  title: 'environment variables take at most 4 KB',
  why: 'A function may have 4 KB of environment variables (Lambda guide, "Lambda quotas"). Those that the image sets may count towards it.',
  *check({ image: { config }, options: { env = {} } }) {
    const given = Object.entries(env).map(([name, value]) => ({ name, value }));
    const variables = config.env.filter(({ name }) => !Object.hasOwn(env, name)).concat(given);
    const bytes = variables.reduce(
      (sum, { name, value }) => sum + Buffer.byteLength(`${name}=${value}`) + 1,
      0,
    );
    if (bytes <= most) return;
    yield {
      found: `Expected at most ${most} bytes of environment variables, found ${bytes}.`,
      where: 'ENV',
      fix: 'Put large values into a file in the image, or into Parameter Store.',
    };
  },
};
