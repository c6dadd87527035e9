import { expect, test } from 'vitest';

import { keepForLoaders } from '../../../../lambda/image/loader/keep-for-loaders.ts';

test.each([
  ['/usr/lib64/ld-linux-x86-64.so.2', 250_000, 250_000],
  ['/usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1', 1024 ** 2, 1024 ** 2],
  ['/lib64/ld-2.26.so', 190_000, 190_000],
  ['/usr/lib64/ld-linux-x86-64.so.2', 1024 ** 2 + 1, 0],
  ['/usr/lib64/libc.so.6', 250_000, 0],
  ['/usr/lib64/libld-linux.so', 250_000, 0],
])('of the loader %s with %d bytes %d', (path, size, kept) => {
  expect(keepForLoaders(path, size)).toBe(kept);
});

test.each([
  ['/etc/ld.so.cache', 300_000, 300_000],
  ['/etc/ld.so.cache', 4 * 1024 ** 2 + 1, 0],
  ['/etc/ld.so.conf.d/a.conf', 65_536, 65_536],
  ['/etc/ld.so.conf.d/a.conf', 65_537, 0],
  ['/etc/ld-musl-x86_64.path', 20, 20],
  ['/etc/passwd', 20, 0],
])('of %s with %d bytes %d', (path, size, kept) => {
  expect(keepForLoaders(path, size)).toBe(kept);
});
