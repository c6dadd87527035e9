import { expect, test } from 'vitest';

import type { ElfFacts } from '../../../../lambda/image/elf/elf-facts.ts';
import { load, type LoadOptions } from '../../../../lambda/image/loader/load.ts';
import { madeFiles, musl } from './made-files.ts';

function loaded(
  files: Record<string, Partial<ElfFacts> | string>,
  { bytes = {}, ...options }: LoadOptions & { bytes?: Record<string, string> } = {},
) {
  const made = madeFiles({ [musl]: {}, '/opt/m/lib/ld-musl-x86_64.so.1': {}, ...files }, bytes);
  return load(made, made.program('/app/main'), options)
    .slice(2)
    .map(({ path }) => path);
}

function main(facts: Partial<ElfFacts>) {
  return { '/app/main': { interpreter: musl, ...facts } };
}

test('libc and its parts are in the loader, whatever files there are', () => {
  const needed = ['libc.so', 'libc.musl-x86_64.so.1', 'libpthread.so.0', 'libm.so.6', 'libc.so.6'];
  const files = { ...main({ needed }), '/lib/libm.so.6': {}, '/lib/libc.so': {} };
  expect(loaded(files)).toEqual([]);
  const made = madeFiles({ [musl]: {}, ...files });
  const [program, loader] = load(made, made.program('/app/main'));
  expect([...program!.libraries.values()]).toEqual(needed.map(() => loader));
});

test('LD_LIBRARY_PATH is before RPATH and RUNPATH, before the directories of the system', () => {
  const all: Record<string, Partial<ElfFacts>> = {
    ...main({ needed: ['a'], runpath: '/r' }),
    '/e/a': {},
    '/r/a': {},
    '/lib/a': {},
    '/usr/local/lib/a': {},
    '/usr/lib/a': {},
  };
  const order: string[] = [];
  const options = { libraryPath: '/e' };
  for (let [found] = loaded(all, options); found !== undefined; [found] = loaded(all, options)) {
    order.push(found);
    delete all[found];
  }
  expect(order).toEqual(['/e/a', '/r/a', '/lib/a', '/usr/local/lib/a', '/usr/lib/a']);
});

test('RUNPATH holds for the libraries of libraries, too', () => {
  const files = {
    ...main({ needed: ['a'], runpath: '/r' }),
    '/r/a': { needed: ['b'] },
    '/r/b': {},
  };
  expect(loaded(files)).toEqual(['/r/a', '/r/b']);
});

test('a list with a token that it does not know is not used', () => {
  const files = { ...main({ needed: ['a'], runpath: '/r:/usr/$LIB' }), '/r/a': {} };
  expect(loaded(files)).toEqual([]);
  const known = { ...main({ needed: ['a'], runpath: '$ORIGIN/lib' }), '/app/lib/a': {} };
  expect(loaded(known)).toEqual(['/app/lib/a']);
});

test('a soname is not a name, the one that was asked for is', () => {
  const files = {
    ...main({ needed: ['a', 'x', 'b'] }),
    '/lib/a': { soname: 'x' },
    '/lib/x': {},
    '/lib/b': { needed: ['a'] },
  };
  expect(loaded(files)).toEqual(['/lib/a', '/lib/x', '/lib/b']);
});

test('its file of directories takes the place of the usual ones', () => {
  const files = { ...main({ needed: ['a', 'b'] }), '/one/a': {}, '/two/b': {}, '/lib/a': {} };
  const bytes = { '/etc/ld-musl-x86_64.path': '/one\n/two:/three\n' };
  expect(loaded(files, { bytes })).toEqual(['/one/a', '/two/b']);
});

test('a loader in another place has its file beside it', () => {
  const interpreter = '/opt/m/lib/ld-musl-x86_64.so.1';
  const files = { ...main({ needed: ['a'], interpreter }), '/one/a': {}, '/two/a': {} };
  const bytes = { '/etc/ld-musl-x86_64.path': '/two', '/opt/m/etc/ld-musl-x86_64.path': '/one' };
  expect(loaded(files, { bytes })).toEqual(['/one/a']);
});
