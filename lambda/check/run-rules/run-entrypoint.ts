import type { RunRule } from '../run-rule.ts';

export const runEntrypoint: RunRule = {
  id: 'run-entrypoint',
  severity: 'error',
  title: 'the program that Lambda starts can be started',
  why: 'What the kernel refuses here it refuses there: each invocation fails with Runtime.InvalidEntrypoint.',
  *check({ init: { ending } }) {
    if (ending?.refusal === undefined) return;
    yield {
      found: `Expected a program that starts, found: ${ending.refusal.trim().split('\n').at(-1)}`,
      where: 'ENTRYPOINT',
      fix: 'ENTRYPOINT ["/path/to/program"]: an absolute path, for the processor of the image, that all may execute.',
    };
  },
};
