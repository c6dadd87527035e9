import { describe, expect, test } from 'vitest';

import type { ElfFacts } from '../../../../lambda/image/elf/elf-facts.ts';
import { load, type LoadOptions } from '../../../../lambda/image/loader/load.ts';
import { cacheOf } from './cache-of.ts';
import { glibc, madeFiles } from './made-files.ts';

type Files = Record<string, Partial<ElfFacts> | string>;

/** The objects in memory after the executable and its loader. */
function loaded(
  files: Files,
  { bytes = {}, ...options }: LoadOptions & { bytes?: Record<string, string | Uint8Array> } = {},
): string[] {
  const made = madeFiles({ [glibc]: { soname: 'ld-linux-x86-64.so.2' }, ...files }, bytes);
  return load(made, made.program('/app/main'), options)
    .slice(2)
    .map(({ path }) => path);
}

function main(facts: Partial<ElfFacts>): Files {
  return {
    '/app/main': { interpreter: glibc, ...facts },
  };
}

test('libraries come breadth first, each once', () => {
  const files = {
    ...main({ needed: ['a', 'b'] }),
    '/lib/a': { needed: ['c', 'b'] },
    '/lib/b': { needed: ['d', 'a'] },
    '/lib/c': { needed: ['d'] },
    '/lib/d': { needed: ['ld-linux-x86-64.so.2'] },
  };
  expect(loaded(files)).toEqual(['/lib/a', '/lib/b', '/lib/c', '/lib/d']);
});

test('libraries that need each other, and themselves, come to an end', () => {
  const files = {
    ...main({ needed: ['a'] }),
    '/lib/a': { needed: ['a', 'b'] },
    '/lib/b': { needed: ['a'] },
  };
  expect(loaded(files)).toEqual(['/lib/a', '/lib/b']);
});

describe('what is in memory is taken', () => {
  test('for its soname', () => {
    const files = {
      ...main({ needed: ['a', 'x.so.1'], runpath: '/app/lib' }),
      '/app/lib/a': { soname: 'x.so.1' },
      '/lib/x.so.1': {},
    };
    expect(loaded(files)).toEqual(['/app/lib/a']);
  });

  test('for the name that it was asked for by', () => {
    const files = {
      ...main({ needed: ['a', 'b'], runpath: '/app/lib' }),
      '/app/lib/a': {},
      '/app/lib/b': { needed: ['a'] },
    };
    expect(loaded(files)).toEqual(['/app/lib/a', '/app/lib/b']);
  });

  test('but not for the name of its file, if a path was asked for', () => {
    const files = {
      ...main({ needed: ['/app/lib/a', 'b'] }),
      '/app/lib/a': {},
      '/lib/b': { needed: ['a'] },
      '/lib/a': {},
    };
    expect(loaded(files)).toEqual(['/app/lib/a', '/lib/b', '/lib/a']);
  });

  test('for another name of the same file', () => {
    const files = madeFiles({
      [glibc]: {},
      ...main({ needed: ['a', 'a.1'] }),
      '/lib/a': '/lib/a.1',
      '/lib/a.1': {},
    });
    const [program, , library] = load(files, files.program('/app/main'));
    expect(library?.path).toBe('/lib/a.1');
    expect([...program!.libraries.values()].every((each) => each === library)).toBe(true);
  });
});

describe('directories', () => {
  const everywhere = { '/r/a': {}, '/e/a': {}, '/c/a': {}, '/lib/a': {} };
  const cache = { '/etc/ld.so.cache': cacheOf([['a', '/c/a']]) };

  test('RPATH is before LD_LIBRARY_PATH, before the cache, before the default directories', () => {
    const options = { libraryPath: '/e', bytes: cache };
    const all: Files = { ...everywhere, ...main({ needed: ['a'], rpath: '/r' }) };
    const order: string[] = [];
    for (let [found] = loaded(all, options); found !== undefined; [found] = loaded(all, options)) {
      order.push(found);
      delete all[found];
    }
    expect(order).toEqual(['/r/a', '/e/a', '/c/a', '/lib/a']);
  });

  test('RUNPATH is behind LD_LIBRARY_PATH, and puts RPATH out of use', () => {
    const files = { ...everywhere, ...main({ needed: ['a'], runpath: '/r', rpath: '/e' }) };
    expect(loaded(files, { libraryPath: '/e' })).toEqual(['/e/a']);
    expect(loaded(files)).toEqual(['/r/a']);
  });

  test('RPATH holds for the libraries of libraries, and RUNPATH does not', () => {
    const libraries = { '/r/a': { needed: ['b'] }, '/r/b': {} };
    expect(loaded({ ...main({ needed: ['a'], rpath: '/r' }), ...libraries })).toEqual([
      '/r/a',
      '/r/b',
    ]);
    expect(loaded({ ...main({ needed: ['a'], runpath: '/r' }), ...libraries })).toEqual(['/r/a']);
  });

  test('RPATH of others is not for a library with RUNPATH', () => {
    const files = {
      ...main({ needed: ['a'], rpath: '/r' }),
      '/r/a': { needed: ['b'], runpath: '/none' },
      '/r/b': {},
    };
    expect(loaded(files)).toEqual(['/r/a']);
  });

  test('RPATH of one that has RUNPATH is not for its libraries, either', () => {
    const files = {
      ...main({ needed: ['a'], rpath: '/r', runpath: '/s' }),
      '/s/a': { needed: ['b'] },
      '/r/b': {},
    };
    expect(loaded(files)).toEqual(['/s/a']);
  });

  test('RPATH and RUNPATH are divided by colons, LD_LIBRARY_PATH by semicolons, too', () => {
    expect(loaded({ ...everywhere, ...main({ needed: ['a'], rpath: '/x;/r' }) })).toEqual([
      '/lib/a',
    ]);
    const files = { ...everywhere, ...main({ needed: ['a'] }) };
    expect(loaded(files, { libraryPath: '/x;/e' })).toEqual(['/e/a']);
  });

  test('an empty part is the current directory, an empty list has none', () => {
    const files = { ...main({ needed: ['a'], runpath: '/x:' }), '/w/a': {} };
    expect(loaded(files, { cwd: '/w' })).toEqual(['/w/a']);
    const empty = { ...main({ needed: ['a'], runpath: '' }), '/w/a': {} };
    expect(loaded(empty, { cwd: '/w' })).toEqual([]);
  });

  test('$ORIGIN is where the file was found, not where a link leads to', () => {
    const files = {
      ...main({ needed: ['a'], runpath: '$ORIGIN/../links' }),
      '/links/a': '/real/a',
      '/real/a': { needed: ['b'], runpath: '${ORIGIN}' },
      '/links/b': {},
      '/real/b': {},
    };
    expect(loaded(files)).toEqual(['/real/a', '/links/b']);
  });

  test('of those with libraries for newer processors the newest is taken', () => {
    const files = {
      ...everywhere,
      ...main({ needed: ['a'] }),
      '/lib/glibc-hwcaps/x86-64-v2/a': {},
      '/lib/glibc-hwcaps/x86-64-v3/a': {},
      '/lib/glibc-hwcaps/x86-64-v4/a': {},
    };
    expect(loaded(files)).toEqual(['/lib/glibc-hwcaps/x86-64-v3/a']);
    const paths = ['/lib/a', ...['v2', 'v3', 'v4'].map((v) => `/lib/glibc-hwcaps/x86-64-${v}/a`)];
    const bytes = { '/etc/ld.so.cache': cacheOf(paths.map((each) => ['a', each])) };
    expect(loaded(files, { bytes })).toEqual(['/lib/glibc-hwcaps/x86-64-v3/a']);
    const newest = { '/etc/ld.so.cache': cacheOf([['a', paths.at(-1)!]]) };
    const others = { ...main({ needed: ['a'] }), [paths.at(-1)!]: {}, '/usr/lib/a': {} };
    expect(loaded(others, { bytes: newest })).toEqual(['/usr/lib/a']);
  });

  test('libraries for other machines are passed over', () => {
    const files = {
      ...main({ needed: ['a'], runpath: '/r:/s:/e' }),
      '/r/a': { machine: 183 },
      '/s/a': { class: 32 as const },
      '/e/a': {},
    };
    expect(loaded(files)).toEqual(['/e/a']);
  });

  test('with DF_1_NODEFLIB neither the default directories are searched, nor what the cache has of them', () => {
    const files = { ...everywhere, ...main({ needed: ['a'], ignoresDefaultDirectories: true }) };
    expect(loaded(files)).toEqual([]);
    const bytes = { '/etc/ld.so.cache': cacheOf([['a', '/lib/a']]) };
    expect(loaded(files, { bytes })).toEqual([]);
    expect(loaded(files, { bytes: cache })).toEqual(['/c/a']);
  });

  test('a name with a slash is a path, from the current directory', () => {
    const files = { ...main({ needed: ['lib/a', '$ORIGIN/b'] }), '/w/lib/a': {}, '/app/b': {} };
    expect(loaded(files, { cwd: '/w' })).toEqual(['/w/lib/a', '/app/b']);
  });
});

describe('a library that a binary loads at run time', () => {
  function open(files: Files) {
    const made = madeFiles({ [glibc]: {}, ...files });
    const opener = load(made, made.program('/app/main'));
    return load(made, made.program('/app/plugin'), { opener }).map(({ path, libraries }) => [
      path,
      ...[...libraries.values()].map((each) => each?.path),
    ]);
  }

  test('has what is in memory already', () => {
    const files = {
      ...main({ needed: ['a'], runpath: '/r' }),
      '/r/a': {},
      '/app/plugin': { needed: ['a', 'b'] },
      '/lib/b': {},
    };
    expect(open(files)).toEqual([['/app/plugin', '/r/a', '/lib/b'], ['/lib/b']]);
  });

  test('is searched in RPATH of the executable, not in its RUNPATH', () => {
    const plugin = { '/app/plugin': { needed: ['b'] }, '/r/b': {} };
    expect(open({ ...main({ rpath: '/r' }), ...plugin })[0]).toEqual(['/app/plugin', '/r/b']);
    expect(open({ ...main({ runpath: '/r' }), ...plugin })[0]).toEqual(['/app/plugin', undefined]);
  });
});
