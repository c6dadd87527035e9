import { expect, test } from 'vitest';

import { isForOtherSystem, libcOf } from '../../../lambda/check/libc-of.ts';
import type { ElfFacts } from '../../../lambda/image/elf/elf-facts.ts';

/** As in node_modules/*\/prebuilds of argon2, sodium-native and @libsql/linux-x64-musl. */
test.each([
  { system: 'Debian', needed: ['libm.so.6', 'libc.so.6'], libc: 'glibc', isOther: false },
  { system: 'Alpine', needed: ['libc.musl-x86_64.so.1'], libc: 'musl', isOther: false },
  { system: 'musl, cross-compiled', needed: ['libgcc_s.so.1', 'libc.so'], libc: 'musl' },
  { system: 'Android', needed: ['libm.so', 'libdl.so', 'libc.so'], isOther: true },
  { system: 'Android', needed: ['libc++_shared.so', 'libc.so'], isOther: true },
  { system: 'FreeBSD', needed: ['libthr.so.3', 'libc.so.7'], isOther: true },
  { system: 'OpenBSD', needed: ['libc.so.97.1'], isOther: true },
])('a library for $system', ({ needed, libc, isOther = false }) => {
  const facts = { needed } as unknown as ElfFacts;
  expect(isForOtherSystem(facts)).toBe(isOther);
  expect(isOther ? undefined : libcOf(facts)).toBe(libc);
});
