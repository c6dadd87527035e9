export interface ReadOnlyWrite {
  /** The file that was written to; undefined if the log line does not name it. */
  path: string | undefined;
  /** The log line, truncated if it is long. */
  line: string;
}

/** The text of strerror(3) in glibc, musl and Go, and the error name in Node.js, Erlang and Java. */
const readOnly = /read-only file system|\berofs\b/i;

/**
 * A path in quotes, or a path between a space or bracket and a space, comma or colon, as in `open '/a b'`, `sh: cannot create /a: Read-only…`, `open /a: read-only…`.
 */
const quoted = /["'`‘](\/[^"'`’]+)["'`’]/;
const bare = /(?:^|[\s([=:])(\/[^\s:,;)\]'"]+)/g;

const maxLine = 300;

/** The log lines that report a write to a read-only file system; the first one for each path. */
export function readOnlyWrites(log: string): ReadOnlyWrite[] {
  const writes = new Map<string, ReadOnlyWrite>();
  for (const whole of log.split('\n')) {
    if (!readOnly.test(whole)) continue;
    const line = whole.trim().slice(0, maxLine);
    const path = pathIn(line);
    const key = path ?? line;
    if (!writes.has(key)) writes.set(key, { path, line });
  }
  return [...writes.values()];
}

/** The last path before the error text is the file that was written to: a shell names its script first. */
function pathIn(line: string): string | undefined {
  const inQuotes = quoted.exec(line)?.[1];
  if (inQuotes !== undefined) return inQuotes;
  const paths = [...line.matchAll(bare)];
  const end = line.search(readOnly);
  return (paths.findLast(({ index }) => index < end) ?? paths[0])?.[1];
}
