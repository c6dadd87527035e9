/** A package in a Cargo.lock. */
interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Its lines `source` and `checksum`. */
  readonly source: readonly string[];
  /** Names and versions, with a blank in between. */
  readonly dependencies: Set<string>;
}

/**
 * Merges parts into a Cargo.lock: packages that more functions need, and dependencies that those have then. Cargo itself
 * writes it like that: packages and dependencies in the order of their names, and the version of a dependency only if the
 * file has several.
 */
export function mergeCargoLock(lock: string, parts: readonly string[]): string {
  const [head = ''] = lock.split('[[package]]\n', 1);
  const own = packagesIn(lock);
  const packages = new Map<string, LockedPackage>();
  for (const more of [[], ...parts.map(packagesIn)]) {
    const known = [...own, ...more];
    for (const each of more.length === 0 ? own : more) {
      const dependencies = [...each.dependencies].map((name) => withVersion(name, known));
      const id = idOf(each);
      const prior = packages.get(id);
      const all = new Set([...(prior?.dependencies ?? []), ...dependencies]);
      packages.set(id, { ...each, dependencies: all });
    }
  }
  const sorted = [...packages.values()].toSorted((a, b) => order(idOf(a), idOf(b)));
  return head + sorted.map((each) => print(each, sorted)).join('\n');
}

function packagesIn(lock: string): LockedPackage[] {
  const [, ...blocks] = lock.split('[[package]]\n');
  return blocks.map((block) => {
    const lines = block.split('\n');
    return {
      name: valueOf('name', lines),
      version: valueOf('version', lines),
      source: lines.filter((line) => /^(source|checksum) = /.test(line)),
      dependencies: new Set(lines.flatMap((line) => /^ "(.+)",$/.exec(line)?.[1] ?? [])),
    };
  });
}

function valueOf(key: string, lines: readonly string[]): string {
  const start = `${key} = "`;
  return lines.find((line) => line.startsWith(start))?.slice(start.length, -1) ?? '';
}

function idOf({ name, version }: LockedPackage): string {
  return `${name} ${version}`;
}

/** A name without a version is that of the only package that has it. */
function withVersion(dependency: string, packages: readonly LockedPackage[]): string {
  const found = packages.find(({ name }) => name === dependency);
  return found === undefined ? dependency : idOf(found);
}

function print(
  { name, version, source, dependencies }: LockedPackage,
  packages: readonly LockedPackage[],
): string {
  const lines = ['[[package]]', `name = "${name}"`, `version = "${version}"`, ...source];
  const names = [...dependencies].map((dependency) => {
    const [its = ''] = dependency.split(' ');
    return packages.filter((each) => each.name === its).length > 1 ? dependency : its;
  });
  if (names.length > 0) {
    const sorted = names.toSorted(order).map((each) => ` "${each}",`);
    lines.push('dependencies = [', ...sorted, ']');
  }
  return `${lines.join('\n')}\n`;
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
