/** `GLIBC_2.34` as a family and a version; undefined for names without numbers, such as GLIBC_PRIVATE. */
export const parseVersionName = (
  name: string,
): { family: string; numbers: readonly number[] } | undefined => {
  const match = /^(.+)_(\d+(?:\.\d+)*)$/.exec(name);
  if (match === null) return undefined;
  return { family: match[1]!, numbers: match[2]!.split('.').map(Number) };
};

/** Below 0 if `a` is older than `b`. */
export const compareNumbers = (a: readonly number[], b: readonly number[]): number => {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** The newest version of the same family: of `GLIBC_…` for `GLIBC_2.38`. */
export const newestOf = (wanted: string, names: readonly string[]): string | undefined => {
  const family = parseVersionName(wanted)?.family;
  let newest: { name: string; numbers: readonly number[] } | undefined;
  for (const name of names) {
    const parsed = parseVersionName(name);
    if (parsed === undefined || parsed.family !== family) continue;
    if (newest === undefined || compareNumbers(parsed.numbers, newest.numbers) > 0) {
      newest = { name, numbers: parsed.numbers };
    }
  }
  return newest?.name;
};
