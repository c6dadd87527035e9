import type { RunRule } from '../run-rule.ts';

export const runEntrypoint: RunRule = {
  id: 'run-entrypoint',
  severity: 'error',
  title: 'the container can be started',
  why: 'If the kernel cannot execute ENTRYPOINT here, it cannot on Lambda: each invocation fails with Runtime.InvalidEntrypoint.',
  *check({ init: { ending } }) {
    if (ending?.refusal === undefined) return;
    yield {
      found: `Expected the container to start, found: ${ending.refusal.trim().split('\n').at(-1)}`,
      where: 'ENTRYPOINT',
      fix: 'Set ENTRYPOINT to the absolute path of a file that all users may execute, built for the architecture of the image.',
    };
  },
};
