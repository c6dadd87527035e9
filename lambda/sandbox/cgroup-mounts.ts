/** What is limited or counted. */
export const controllers = ['cpu', 'cpuacct', 'memory'] as const;

/** Where the controllers are: version 1 has a hierarchy for one or some of them each, version 2 one for all. */
export type CgroupMounts =
  { version: 1; directories: ReadonlyMap<string, string> } | { version: 2; directory: string };

/** Reads /proc/self/mounts, with one line a mount. Of two for the same, the first is the machine's own. */
export function cgroupMounts(mounts: string): CgroupMounts {
  const directories = new Map<string, string>();
  let unified: string | undefined;
  for (const line of mounts.split('\n')) {
    const [, target, type, options] = line.split(' ');
    if (type === 'cgroup2') unified ??= target!;
    if (type !== 'cgroup') continue;
    for (const option of options!.split(',')) {
      if (isController(option) && !directories.has(option)) directories.set(option, target!);
    }
  }
  // A machine may have both: the controllers are then in version 1.
  if (directories.size === controllers.length) return { version: 1, directories };
  if (unified !== undefined) return { version: 2, directory: unified };
  throw new Error(
    `Expected cgroup v2, or v1 with ${controllers.join(', ')}; found neither in /proc/self/mounts.`,
  );
}

function isController(option: string): boolean {
  return (controllers as readonly string[]).includes(option);
}
