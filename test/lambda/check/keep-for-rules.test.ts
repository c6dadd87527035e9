import { expect, test } from 'vitest';

import { keepForRules } from '../../../lambda/check/keep-for-rules.ts';

const elf = Buffer.from('\x7fELF');

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
  ['/app/lib/a-1.0.0/priv/a.so', 300_000, 300_000],
  ['/app/lib/a-1.0.0/priv/a.so', 10_000_000, 0],
  ['/usr/local/bin/node', 1000, 0],
])('of %s with %d bytes %d', (path, size, kept) => {
  expect(keepForRules(path, size, elf)).toBe(kept);
});

test.each([
  ['/entry_script.sh', '#!/bin/sh', 4096],
  ['/text', 'text', 0],
  ['/root/.npmrc', 'token', 10_000],
  ['/var/task/node_modules/aws-lambda-ric/package.json', '{', 10_000],
  ['/etc/os-release', 'ID=debian', 10_000],
])('of %s that begins with %s %d', (path, head, kept) => {
  expect(keepForRules(path, 10_000, Buffer.from(head))).toBe(kept);
});

test('of the key of a service account, all', () => {
  const head = Buffer.from('{\n  "type": "service_account",');
  expect(keepForRules('/var/task/gcp.json', 2400, head)).toBe(2400);
  expect(keepForRules('/var/task/package.json', 2400, Buffer.from('{"type": "module"'))).toBe(0);
});

test('of a list that is no small one, nothing', () => {
  expect(keepForRules('/etc/os-release', 65_537, Buffer.from('ID=debian'))).toBe(0);
});
