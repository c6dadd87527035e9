import { parseVersionName } from '../image/loader/version-name.ts';

/** A system that programs are to run on: the newest version that it has of each family of symbols. */
export type Target = {
  /** As it is typed. */
  name: string;
  versions: Readonly<Record<string, readonly number[]>>;
};

/**
 * glibc and GCC of each release: the Amazon Linux 2023 user guide, "Improved toolchain: gcc, binutils, and glibc"
 * (also for Amazon Linux 2), and packages.debian.org for Debian's libc6 and libstdc++6. What a release of GCC has
 * of GLIBCXX and CXXABI: its manual of libstdc++, "ABI Policy and Guidelines".
 */
export const targets: readonly Target[] = [
  // GCC 7.3, 11, 10.2, 12.2 and 14.2.
  release('al2', [2, 26], [3, 4, 24], [1, 3, 11]),
  release('al2023', [2, 34], [3, 4, 29], [1, 3, 13]),
  release('debian:11', [2, 31], [3, 4, 28], [1, 3, 12]),
  release('debian:12', [2, 36], [3, 4, 30], [1, 3, 13]),
  release('debian:13', [2, 41], [3, 4, 33], [1, 3, 15]),
];

/** A release by its name, or any by the version of its glibc: `GLIBC_2.28`. Undefined for what is neither. */
export const targetNamed = (name: string): Target | undefined => {
  const known = targets.find((each) => each.name === name);
  if (known !== undefined) return known;
  const version = parseVersionName(name);
  if (version?.family !== 'GLIBC' || version.numbers.length < 2) return undefined;
  return { name, versions: { GLIBC: version.numbers } };
};

function release(
  name: string,
  GLIBC: readonly number[],
  GLIBCXX: readonly number[],
  CXXABI: readonly number[],
): Target {
  return { name, versions: { GLIBC, GLIBCXX, CXXABI } };
}
