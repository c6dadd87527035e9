/** `GLIBC_2.34` as a family and a version; undefined for names without numbers, such as GLIBC_PRIVATE. */
export function parseVersionName(
  name: string,
): { family: string; numbers: readonly number[] } | undefined {
  const match = /^(.+)_(\d+(?:\.\d+)*)$/.exec(name);
  if (match === null) return undefined;
  return { family: match[1]!, numbers: match[2]!.split('.').map(Number) };
}

/** Below 0 if `a` is older than `b`. */
export function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The newest version of each family: of `GLIBC`, of `GLIBCXX`… */
export function newestByFamily(names: Iterable<string>): ReadonlyMap<string, string> {
  const newest = new Map<string, { name: string; numbers: readonly number[] }>();
  for (const name of names) {
    const parsed = parseVersionName(name);
    if (parsed === undefined) continue;
    const before = newest.get(parsed.family);
    if (before === undefined || compareNumbers(parsed.numbers, before.numbers) > 0) {
      newest.set(parsed.family, { name, numbers: parsed.numbers });
    }
  }
  return new Map([...newest].map(([family, { name }]) => [family, name]));
}
