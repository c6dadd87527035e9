import type { Rule } from '../rule.ts';

const most = 4096;

export const environmentSize: Rule = {
  id: 'environment-size',
  severity: 'warning',
  title: 'the variables take no more than 4 KB',
  why: 'A function may have 4 KB of variables (Lambda guide, "Lambda quotas"); what an image brings leaves less room.',
  *check({ image: { config } }) {
    const bytes = config.env.reduce(
      (sum, { name, value }) => sum + Buffer.byteLength(`${name}=${value}`) + 1,
      0,
    );
    if (bytes <= most) return;
    yield {
      found: `Expected at most ${most} bytes of variables, found ${bytes}.`,
      where: 'ENV',
      fix: 'Put large values into a file of the image, or into a parameter store.',
    };
  },
};
