/**
 * Where an event that a library has written differs from the one that it has read, such as Records[].body. What the library
 * adds, as empty fields that the event does not have, is no difference.
 */
export function changedPaths(read: unknown, written: unknown, at = ''): string[] {
  if (read === null) return isEmpty(written) ? [] : [at];
  if (typeof read !== 'object') return isSame(read, written) ? [] : [at];
  if (typeof written !== 'object' || written === null) return [at];
  if (Array.isArray(read) !== Array.isArray(written)) return [at];
  if (Array.isArray(read) && read.length !== (written as unknown[]).length) return [at];
  const values = new Map(Object.entries(written));
  const changed = Object.entries(read).flatMap(([key, value]) =>
    changedPaths(value, values.get(key), below(at, Array.isArray(read) ? '[]' : key)),
  );
  return [...new Set(changed)];
}

/** What is null may be left out, or become what is null in the language: no text, false, an empty list. */
function isEmpty(written: unknown): boolean {
  if (written === undefined || written === null) return true;
  if (typeof written === 'object') return Object.keys(written).length === 0;
  return written === '' || written === false;
}

function below(at: string, key: string): string {
  return at === '' || key === '[]' ? `${at}${key}` : `${at}.${key}`;
}

/** Whether two values are the same, or the same point in time: libraries write times in other ways, and calculate with seconds. */
function isSame(read: unknown, written: unknown): boolean {
  if (typeof read === 'number' && typeof written === 'number') {
    return Math.abs(read - written) < 0.001;
  }
  if (typeof read === 'string' && typeof written === 'string' && isTime.test(read)) {
    return Date.parse(read) === Date.parse(written);
  }
  return read === written;
}

const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
