import type { ElfFacts } from '../image/elf/elf-facts.ts';

export type Libc = 'glibc' | 'musl';

/** The libc that a file is linked with, by the names of its loader and libraries; undefined if they name none. */
export function libcOf({ interpreter, needed }: ElfFacts): Libc | undefined {
  for (const name of interpreter === undefined ? needed : [interpreter, ...needed]) {
    if (/(^|\/)(libc\.musl-|ld-musl-)[^/]*$/.test(name)) return 'musl';
    if (/(^|\/)(libc\.so\.6|ld-linux[-.][^/]*)$/.test(name)) return 'glibc';
  }
  return undefined;
}
