import { expect, test } from 'vitest';

import { keepForRules } from '../../../../lambda/image/layer/keep-for-rules.ts';

const elf = Buffer.from('\x7fELF');

test.each([
  ['/usr/lib64/ld-linux-x86-64.so.2', 250_000, 250_000],
  ['/usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1', 1024 ** 2, 1024 ** 2],
  ['/lib64/ld-2.26.so', 190_000, 190_000],
  ['/usr/lib64/ld-linux-x86-64.so.2', 1024 ** 2 + 1, 0],
  ['/usr/lib64/libc.so.6', 250_000, 0],
  ['/usr/lib64/libld-linux.so', 250_000, 0],
])('of the loader %s with %d bytes %d', (path, size, kept) => {
  expect(keepForRules(path, size, elf)).toBe(kept);
});

test.each([
  ['/var/task/server.pem', 100, 100],
  ['/etc/ssl/server.key', 1_000_000, 4096],
  ['/root/.ssh/id_rsa', 3000, 3000],
  ['/root/.ssh/known_hosts', 3000, 0],
  ['/root/key', 3000, 0],
])('of %s with %d bytes %d', (path, size, kept) => {
  expect(keepForRules(path, size, Buffer.from('-----BEGIN'))).toBe(kept);
});

test.each([
  ['/var/task/node_modules/a/build/Release/a.node', 1000, 1000],
  ['/var/task/node_modules/a/build/Release/a.node', 10_000_000, 256 * 1024],
  ['/usr/local/bin/node', 1000, 0],
])('of %s with %d bytes %d', (path, size, kept) => {
  expect(keepForRules(path, size, elf)).toBe(kept);
});
