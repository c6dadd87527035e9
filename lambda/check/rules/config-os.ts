import type { Rule } from '../rule.ts';

export const configOs: Rule = {
  id: 'config-os',
  severity: 'error',
  preventsStart: 'always',
  title: 'the image is built for Linux',
  why: 'Lambda runs only Linux images (Lambda guide, "Create a Lambda function using a container image").',
  *check({ image: { config } }) {
    if (config.os === 'linux') return;
    yield {
      found: `Expected the operating system linux, found ${config.os ?? 'none'}.`,
      where: 'os in the image configuration',
      fix: 'docker build --platform linux/amd64 …',
    };
  },
};
