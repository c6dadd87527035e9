import type { Rule } from '../rule.ts';

const supported = ['amd64', 'arm64'];

export const configArchitecture: Rule = {
  id: 'config-architecture',
  severity: 'error',
  preventsStart: 'always',
  title: 'the image is built for the architecture of the function',
  why: 'A binary for another architecture fails with "exec format error" and Runtime.InvalidEntrypoint. Docker on Apple silicon builds for arm64 by default; functions are x86_64 by default.',
  *check({ image: { config }, options: { architecture } }) {
    const found = config.architecture ?? 'none';
    const allowed = architecture === undefined ? supported : [architecture];
    if (allowed.includes(found)) return;
    yield {
      found: `Expected the architecture ${allowed.join(' or ')}, found ${found}.`,
      where: 'architecture in the image configuration',
      fix: `docker build --platform linux/${allowed[0]} …`,
    };
  },
};
