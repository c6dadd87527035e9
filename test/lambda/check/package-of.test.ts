import { expect, test } from 'vitest';

import { packageOf } from '../../../lambda/check/package-of.ts';

test.each([
  [
    '/var/task/org/sqlite/native/Linux/x86_64/libsqlitejdbc.so',
    '/var/task/org/sqlite/native/Linux-Musl/aarch64/libsqlitejdbc.so',
    '/var/task/org/sqlite/native/Mac/x86_64/libsqlitejdbc.dylib',
  ],
  [
    '/app/linux/amd64/libzstd-jni-1.5.6-9.so',
    '/app/linux/ppc64le/libzstd-jni-1.5.6-9.so',
    '/app/darwin/aarch64/libzstd-jni-1.5.6-9.dylib',
  ],
  [
    '/var/task/node_modules/argon2/prebuilds/linux-x64/argon2.glibc.node',
    '/var/task/node_modules/argon2/prebuilds/freebsd-x64/argon2.glibc.node',
  ],
  [
    '/var/task/node_modules/@img/sharp-linux-x64/lib/sharp-linux-x64.node',
    '/var/task/node_modules/@img/sharp-linuxmusl-x64/lib/sharp-linuxmusl-x64.node',
  ],
  [
    '/app/runtimes/linux-x64/native/libSkiaSharp.so',
    '/app/runtimes/linux-musl-x64/native/libSkiaSharp.so',
  ],
  ['/var/task/x.cpython-313-x86_64-linux-gnu.so', '/var/task/x.cpython-312-x86_64-linux-gnu.so'],
])('%s is for another platform than its like', (...files) => {
  expect(new Set(files.map((file) => packageOf(file))).size).toBe(1);
});

test.each([
  ['/var/task/lib/liba.so', '/var/task/lib/libb.so'],
  ['/var/task/orders/libx.so', '/var/task/invoices/libx.so'],
  ['/var/task/linux-tools/libx.so', '/var/task/windows-tools/libx.so'],
])('%s and %s are not of one group', (one, other) => {
  expect(packageOf(one)).not.toBe(packageOf(other));
});
