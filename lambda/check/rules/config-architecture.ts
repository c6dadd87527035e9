import type { Rule } from '../rule.ts';

const lambdas = ['amd64', 'arm64'];

export const configArchitecture: Rule = {
  id: 'config-architecture',
  severity: 'error',
  preventsStart: 'always',
  title: 'the image is for the processor of the function',
  why: 'A program for another processor ends with "exec format error" and Runtime.InvalidEntrypoint. Docker on an Apple computer builds for arm64, and functions are x86_64 unless configured otherwise.',
  *check({ image: { config }, options: { architecture } }) {
    const found = config.architecture ?? 'none';
    const allowed = architecture === undefined ? lambdas : [architecture];
    if (allowed.includes(found)) return;
    yield {
      found: `Expected the architecture ${allowed.join(' or ')}, found ${found}.`,
      where: 'architecture in the image configuration',
      fix: `docker build --platform linux/${allowed[0]} …`,
    };
  },
};
