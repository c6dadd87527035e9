export interface ReadOnlyWrite {
  /** What was written to; undefined where the program does not say. */
  path: string | undefined;
  /** What the program has logged, cut where it is long. */
  line: string;
}

/** The words of strerror(3) in glibc, musl and Go, and the name that Node.js, Erlang and Java have for the error. */
const readOnly = /read-only file system|\berofs\b/i;

/**
 * A path in quotes, or with a space or a bracket before it and a space, a comma or a colon behind, as in
 * `open '/a b'`, `sh: cannot create /a: Read-only…`, `open /a: read-only…`.
 */
const quoted = /["'`‘](\/[^"'`’]+)["'`’]/;
const bare = /(?:^|[\s([=:])(\/[^\s:,;)\]'"]+)/g;

const maxLine = 300;

/** The lines of a log that tell of a write to a read-only file system; of several for one path the first. */
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

/** The last one before the words is what was written to: a shell names its script first. */
function pathIn(line: string): string | undefined {
  const inQuotes = quoted.exec(line)?.[1];
  if (inQuotes !== undefined) return inQuotes;
  const paths = [...line.matchAll(bare)];
  const end = line.search(readOnly);
  return (paths.findLast(({ index }) => index < end) ?? paths[0])?.[1];
}
