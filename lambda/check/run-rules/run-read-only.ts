import { readOnlyWrites } from '../read-only-writes.ts';
import type { RunRule } from '../run-rule.ts';

/** Enough to see what is wrong. */
const shown = 5;

export const runReadOnly: RunRule = {
  id: 'run-read-only',
  severity: 'warning',
  title: 'the function writes to nothing but /tmp',
  why: 'Only /tmp can be written to on Lambda. What a program says of a write that failed elsewhere is in its log.',
  *check({ init, invocation }) {
    const writes = readOnlyWrites(`${init.log}\n${invocation?.log ?? ''}`);
    for (const { path, line } of writes.slice(0, shown)) {
      yield {
        found: `Expected writes to /tmp only, found: ${line}`,
        ...(path !== undefined && { where: path }),
        fix: 'Write to /tmp: mostly by a variable, such as ENV HOME=/tmp, TMPDIR=/tmp or XDG_CACHE_HOME=/tmp.',
      };
    }
  },
};
