import { readFileSync } from 'node:fs';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { defaultDirectories } from '../../../../lambda/image/loader/default-directories.ts';
import { glibcLoader } from '../../check/own-architecture.ts';

test("this machine's loader has the directories that it tells of itself", async () => {
  const { stdout } = await execa(glibcLoader, ['--help']);
  const told = [...stdout.matchAll(/^ {2}(\/\S+) \(system search path\)$/gm)].map(
    ([, path]) => path,
  );
  expect(told.length).toBeGreaterThan(1);
  expect(defaultDirectories(readFileSync(glibcLoader))).toEqual(told);
});

test("Amazon Linux's has two", () => {
  const loader = Buffer.from('\x7fELF\0/lib64/\0/usr/lib64/\0/etc/ld.so.cache\0', 'latin1');
  expect(defaultDirectories(loader)).toEqual(['/lib64', '/usr/lib64']);
});

test.each([undefined, Buffer.alloc(0), Buffer.from('\0/lib/\0no more\0')])(
  'what has no such table has the usual directories',
  (loader) => {
    expect(defaultDirectories(loader)).toEqual(['/lib64', '/usr/lib64', '/lib', '/usr/lib']);
  },
);
