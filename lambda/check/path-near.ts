/** A path in quotes, which may have spaces in it. */
const quoted = /["'`‘](\/[^"'`’]+)["'`’]/g;
/** A path between a space or bracket and a space, comma or colon: `sh: cannot create /a: Read-only…`, `open /a: permission…`. */
const bare = /(?:^|[\s([=:])(\/[^\s:,;)\]'"]+)/g;

/**
 * The path that an error is about: in quotes, the one nearest to the error text; otherwise the last one before it,
 * because a shell names its script first.
 */
export function pathNear(whole: string, errorText: RegExp): string | undefined {
  const line = unescaped(whole);
  const error = errorText.exec(line);
  const [start, end] = error === null ? [0, 0] : [error.index, error.index + error[0].length];
  const inQuotes = [...line.matchAll(quoted)]
    .map(({ 0: { length }, 1: path, index }) => ({
      path: path!,
      distance: index < start ? start - index - length : index - end,
    }))
    .toSorted((a, b) => a.distance - b.distance);
  if (inQuotes.length > 0) return inQuotes[0]!.path;
  const paths = [...line.matchAll(bare)];
  return (paths.findLast(({ index }) => index < start) ?? paths[0])?.[1];
}

/** Logs in JSON escape quotes, and some slashes: `open \"\/var\/task\/a\"`. JSON in a field of JSON does so twice. */
function unescaped(line: string): string {
  return line.replace(/\\+(?=["'`/])/g, '').replace(/\\+u0027/g, "'");
}
