/** The cgroup controllers that are used. */
export const controllers = ['cpu', 'cpuacct', 'memory'] as const;

/** The mount points: version 1 has a hierarchy per controller or group of them, version 2 one for all. */
export type CgroupMounts =
  { version: 1; directories: ReadonlyMap<string, string> } | { version: 2; directory: string };

/** Parses /proc/self/mounts. If a controller is mounted twice, the first mount is that of the machine. */
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
  // If both versions are mounted, version 1 has the controllers.
  if (directories.size === controllers.length) return { version: 1, directories };
  if (unified !== undefined) return { version: 2, directory: unified };
  throw new Error(
    `Expected cgroup v2, or v1 with ${controllers.join(', ')}; found neither in /proc/self/mounts.`,
  );
}

function isController(option: string): boolean {
  return (controllers as readonly string[]).includes(option);
}
