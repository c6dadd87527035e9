/**
 * The name that GNU tar's manual gives the format of a sparse file ("Storing Sparse Files"), or undefined if the entry
 * is none.
 */
export function sparseFormat(
  flag: string,
  records: ReadonlyMap<string, string>,
): 'old GNU' | 'PAX 0.0' | 'PAX 0.1' | 'PAX 1.0' | undefined {
  if (flag === 'S') return 'old GNU';
  if (records.has('GNU.sparse.map')) return 'PAX 0.1';
  const isSparse = [...records.keys()].some((name) => name.startsWith('GNU.sparse.'));
  if (!isSparse) return undefined;
  return records.has('GNU.sparse.major') ? 'PAX 1.0' : 'PAX 0.0';
}
