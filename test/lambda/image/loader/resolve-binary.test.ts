import { describe, expect, test } from 'vitest';

import type { ElfFacts } from '../../../../lambda/image/elf/elf-facts.ts';
import { resolveBinary } from '../../../../lambda/image/loader/resolve-binary.ts';
import { glibc, madeFiles, musl } from './made-files.ts';

function problems(main: Partial<ElfFacts>, files: Record<string, Partial<ElfFacts>> = {}) {
  const made = madeFiles({
    [glibc]: {},
    [musl]: {},
    '/main': { interpreter: glibc, ...main },
    ...files,
  });
  return resolveBinary(made, made.program('/main')).problems;
}

function needs(version: string, isWeak = false): Partial<ElfFacts> {
  return {
    needed: ['libc.so.6'],
    versionNeeds: [{ library: 'libc.so.6', versions: [{ name: version, isWeak }] }],
  };
}

function libc(...names: string[]): Record<string, Partial<ElfFacts>> {
  return {
    '/lib/libc.so.6': {
      soname: 'libc.so.6',
      versionDefinitions: names.map((name, at) => ({ name, isBase: at === 0 })),
    },
  };
}

test('without its interpreter, nothing of a binary is loaded', () => {
  expect(problems({ interpreter: '/none', needed: ['a'] })).toEqual([
    { kind: 'interpreter-missing', path: '/main', interpreter: '/none' },
  ]);
});

test('libraries of libraries are missing for those that need them', () => {
  expect(problems({ needed: ['a', 'x'] }, { '/lib/a': { needed: ['b'] } })).toEqual([
    { kind: 'library-missing', path: '/main', library: 'x' },
    { kind: 'library-missing', path: '/lib/a', library: 'b' },
  ]);
});

describe('versions', () => {
  test('one that the library lacks, with the newest that it has', () => {
    expect(problems(needs('GLIBC_2.38'), libc('libc.so.6', 'GLIBC_2.4', 'GLIBC_2.36'))).toEqual([
      {
        kind: 'version-missing',
        path: '/main',
        libraryPath: '/lib/libc.so.6',
        version: 'GLIBC_2.38',
        newest: 'GLIBC_2.36',
      },
    ]);
  });

  test('one that it has', () => {
    expect(problems(needs('GLIBC_2.36'), libc('libc.so.6', 'GLIBC_2.36'))).toEqual([]);
  });

  test('one without numbers', () => {
    expect(problems(needs('GLIBC_PRIVATE'), libc('libc.so.6', 'GLIBC_2.36'))).toMatchObject([
      { version: 'GLIBC_PRIVATE', newest: undefined },
    ]);
  });

  test('a weak one may be missing', () => {
    expect(problems(needs('GLIBC_2.38', true), libc('libc.so.6', 'GLIBC_2.36'))).toEqual([]);
  });

  test('a library without definitions is taken as it is', () => {
    expect(problems(needs('GLIBC_2.38'), { '/lib/libc.so.6': {} })).toEqual([]);
  });

  test('musl takes no notice', () => {
    const main = { ...needs('GLIBC_2.38'), interpreter: musl, needed: ['libx.so'] };
    const versionNeeds = [{ library: 'libx.so', versions: [{ name: 'X_2', isWeak: false }] }];
    expect(
      problems({ ...main, versionNeeds }, { '/lib/libx.so': { versionDefinitions: [] } }),
    ).toEqual([]);
  });

  test('a library loaded at run time needs them from the objects in memory', () => {
    const made = madeFiles({
      [glibc]: {},
      '/main': { interpreter: glibc, needed: ['libc.so.6'] },
      '/plugin': needs('GLIBC_2.38'),
      ...libc('libc.so.6', 'GLIBC_2.36'),
    });
    const opener = resolveBinary(made, made.program('/main')).objects;
    expect(resolveBinary(made, made.program('/plugin'), { opener }).problems).toMatchObject([
      { path: '/plugin', version: 'GLIBC_2.38' },
    ]);
  });
});
