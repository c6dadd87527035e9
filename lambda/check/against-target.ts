import { parseVersionName } from '../image/loader/version-name.ts';

/** A system to run binaries on: the newest symbol version that it has of each family. */
export interface Target {
  /** The name that users type. */
  name: string;
  versions: Readonly<Record<string, readonly number[]>>;
}

/**
 * glibc and GCC of each release: the Amazon Linux 2023 user guide, "Improved toolchain: gcc, binutils, and glibc"
 * (also for Amazon Linux 2), and packages.debian.org for Debian's libc6, libgcc-s1 and libstdc++6. GLIBCXX
 * and CXXABI of each GCC release: the libstdc++ manual, "ABI Policy and Guidelines". Symbol versions of libgcc are
 * numbered after the GCC release that introduced them.
 */
export const targets: readonly Target[] = [
  { name: 'al2', versions: { GLIBC: [2, 26], GCC: [7], GLIBCXX: [3, 4, 24], CXXABI: [1, 3, 11] } },
  {
    name: 'al2023',
    versions: { GLIBC: [2, 34], GCC: [11], GLIBCXX: [3, 4, 29], CXXABI: [1, 3, 13] },
  },
  {
    name: 'debian:11',
    versions: { GLIBC: [2, 31], GCC: [10], GLIBCXX: [3, 4, 28], CXXABI: [1, 3, 12] },
  },
  {
    name: 'debian:12',
    versions: { GLIBC: [2, 36], GCC: [12], GLIBCXX: [3, 4, 30], CXXABI: [1, 3, 13] },
  },
  {
    name: 'debian:13',
    versions: { GLIBC: [2, 41], GCC: [14], GLIBCXX: [3, 4, 33], CXXABI: [1, 3, 15] },
  },
];

/** A release by its name, or any system by its glibc version: `GLIBC_2.28`. Undefined for any other name. */
export function targetNamed(name: string): Target | undefined {
  const known = targets.find((each) => each.name === name);
  if (known !== undefined) return known;
  const version = parseVersionName(name);
  if (version?.family !== 'GLIBC' || version.numbers.length < 2) return undefined;
  return { name, versions: { GLIBC: version.numbers } };
}
