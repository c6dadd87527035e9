import { expect, test } from 'vitest';

import { isForOtherSystem, libcOf } from '../../../lambda/check/libc-of.ts';
import type { ElfFacts } from '../../../lambda/image/elf/elf-facts.ts';

function library(...needed: string[]): ElfFacts {
  return { needed } as unknown as ElfFacts;
}

// As in the prebuilds of argon2, of sodium-native, and of @libsql/linux-x64-musl.
test.each([
  ['Debian', 'glibc', library('libm.so.6', 'libc.so.6')],
  ['Alpine', 'musl', library('libc.musl-x86_64.so.1')],
  ['any distribution, with musl', 'musl', library('libgcc_s.so.1', 'libc.so')],
])('a library for %s is linked with %s', (_, libc, facts) => {
  expect(libcOf(facts)).toBe(libc);
  expect(isForOtherSystem(facts)).toBe(false);
});

test.each([
  ['Android', library('libm.so', 'libdl.so', 'libc.so')],
  ['Android, in C++', library('libc++_shared.so', 'libc.so')],
  ['FreeBSD', library('libthr.so.3', 'libc.so.7')],
  ['OpenBSD', library('libc.so.97.1')],
  ['Solaris', library('libm.so.2')],
])('a library for %s is for another system', (_, facts) => {
  expect(isForOtherSystem(facts)).toBe(true);
});
