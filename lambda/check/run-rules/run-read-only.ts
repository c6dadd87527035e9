import { failureText } from '../failure-text.ts';
import { readOnlyWrites } from '../read-only-writes.ts';
import type { RunRule } from '../run-rule.ts';

/** A few examples are enough to see the cause. */
const shown = 5;

export const runReadOnly: RunRule = {
  id: 'run-read-only',
  severity: 'warning',
  title: 'the function writes only to /tmp',
  why: 'Only /tmp is writable on Lambda. This rule looks in the log, and in the error of the function, for writes that failed elsewhere.',
  *check({ init, invocation }) {
    const writes = readOnlyWrites(
      [init.log, invocation?.log, invocation && failureText(invocation.result)].join('\n'),
    );
    for (const { path, line } of writes.slice(0, shown)) {
      yield {
        found: `Expected writes to /tmp only, found: ${line}`,
        ...(path !== undefined && { where: path }),
        fix: 'Write to /tmp. An environment variable is often enough: ENV HOME=/tmp, TMPDIR=/tmp or XDG_CACHE_HOME=/tmp.',
      };
    }
  },
};
