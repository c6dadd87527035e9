import { pathNear } from './path-near.ts';

export interface ReadOnlyWrite {
  /** The file that was written to; undefined if the log line does not name it. */
  path: string | undefined;
  /** The log line, truncated if it is long. */
  line: string;
}

/** The text of strerror(3) in glibc, musl and Go, and the error name in Node.js, Erlang and Java. */
const readOnly = /read-only file system|\berofs\b/i;

const maxLine = 300;

/** The log lines that report a write to a read-only file system; the first one for each path. */
export function readOnlyWrites(log: string): ReadOnlyWrite[] {
  const writes = new Map<string, ReadOnlyWrite>();
  for (const whole of log.split('\n')) {
    if (!readOnly.test(whole)) continue;
    const line = whole.trim().slice(0, maxLine);
    const path = pathNear(line, readOnly);
    const key = path ?? line;
    if (!writes.has(key)) writes.set(key, { path, line });
  }
  return [...writes.values()];
}
