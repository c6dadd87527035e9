import type { ElfFacts } from '../image/elf/elf-facts.ts';
import { once } from '../image/once.ts';

export type Libc = 'glibc' | 'musl';

/** The libc that a file is linked with, by the names of its loader and libraries; undefined if they name none. */
export const libcOf = once(({ interpreter, needed }: ElfFacts): Libc | undefined => {
  for (const name of interpreter === undefined ? needed : [interpreter, ...needed]) {
    if (/(^|\/)(libc\.musl-|ld-musl-)[^/]*$|^libc\.so$/.test(name)) return 'musl';
    if (/(^|\/)(libc\.so\.6|ld-linux[-.][^/]*)$/.test(name)) return 'glibc';
  }
  return undefined;
});

/**
 * Whether a library is built for Android, a BSD or Solaris, which many packages bring: their libc has no version, or
 * another than that of Linux.
 */
export function isForOtherSystem({ needed }: ElfFacts): boolean {
  return (
    needed.some((name) => /^lib[cm]\.so\.(?!6$)[\d.]+$/.test(name)) ||
    (needed.includes('libc.so') &&
      needed.some((name) => /^lib(m|dl|log|android|c\+\+_shared)\.so$/.test(name)))
  );
}
