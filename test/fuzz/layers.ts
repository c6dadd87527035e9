import { pick } from '../lambda/random.ts';
import { paxHeader, type RawEntry } from '../lambda/image/tar/write-tar.ts';
import { cacheOf } from '../lambda/image/loader/cache-of.ts';
import { elfFiles } from './elf-files.ts';
import type { Structure } from './structure.ts';

function directory(path: string): RawEntry {
  return { path, flag: '5' };
}
function symlink(path: string, linkTarget: string): RawEntry {
  return { path, flag: '2', linkTarget };
}
function script(path: string, content: string): RawEntry {
  return { path, mode: 0o755, content };
}
/** An entry whose path or target is too long for its header. */
function long(records: [string, string][], entry: RawEntry): RawEntry[] {
  return [paxHeader(records), entry];
}
function times(count: number, make: (index: number) => RawEntry | RawEntry[]): RawEntry[] {
  return Array.from({ length: count }, (_, index) => make(index)).flat();
}
/** A path as long as Linux takes. */
function deep(name: string): string {
  return `${name}/`.repeat(Math.floor(4000 / (name.length + 1)));
}

/** What the configuration starts, with loaders: it opens the libraries of the function. */
function started(random: () => number): RawEntry[] {
  const loader = elfFiles['a library that many need']!(random, 10);
  return [
    { path: 'lib64/ld-linux-x86-64.so.2', mode: 0o755, content: loader },
    { path: 'lib/ld-musl-x86_64.so.1', mode: 0o755, content: loader },
    { path: 'a', mode: 0o755, content: elfFiles['link of a chain']!(() => 0, 10) },
  ];
}

/** What layers can be full of: each loop over entries, paths, links, contents. `size` is about the number of entries. */
export const layers: Readonly<Record<string, Structure<RawEntry[]>>> = {
  'many files': (_, size) =>
    times(size, (at) => ({ path: `var/task/d${Math.floor(at / 50)}/file${at}.js` })),
  'many files in one directory': (_, size) => times(size, (at) => ({ path: `f${at}` })),
  'many directories': (_, size) => times(size, (at) => directory(`d${at}`)),
  'paths as long as Linux takes': (_, size) =>
    times(Math.ceil(size / 20), (at) => long([['path', `${at}/${deep('d')}f.so`]], { path: 'x' })),
  'paths with the same directory over and over': (_, size) =>
    times(Math.ceil(size / 20), (at) =>
      long([['path', `var/task/${deep('priv')}${at}.so`]], { path: 'x', content: 'NIF' }),
    ),
  'a deep directory that links lead on': (_, size) => [
    ...long([['path', deep('d')]], directory('x')),
    symlink('l', deep('d').slice(0, 90)),
    ...times(size, (at) => directory(`l/${'l/'.repeat(at % 30)}d${at}`)),
  ],
  'a chain of symlinks': (_, size) => [
    ...times(size, (at) => symlink(`l${at}`, `l${at + 1}`)),
    ...times(size, (at) => ({ path: `l${size - (at % 38)}/f${at}` })),
  ],
  'symlinks that lead back and forth': (_, size) => [
    directory('d'),
    directory('l0'),
    ...times(39, (at) =>
      long([['linkpath', `${'d/../'.repeat(700)}l${at}`]], symlink(`l${at + 1}`, 'x')),
    ),
    ...times(size, (at) => ({ path: `l39/f${at}` })),
  ],
  'symlinks with long targets': (_, size) =>
    times(Math.ceil(size / 20), (at) =>
      long([['linkpath', `/${deep('t')}`]], symlink(`bin${at}`, 'x')),
    ),
  'hard links to one file': (_, size) => [
    { path: 'one', content: '#!/bin/sh\n', mode: 0o755 },
    ...times(size, (at) => ({
      path: `h${at}`,
      flag: '1',
      linkTarget: at === 0 ? 'one' : `h${at - 1}`,
    })),
  ],
  'hard links to nothing': (_, size) =>
    times(size, (at) => ({ path: `h${at}`, flag: '1', linkTarget: `none${at}` })),
  'the same file over and over': (random, size) =>
    times(size, () => ({ path: `f${Math.floor(random() * 3)}`, content: 'x' })),
  whiteouts: (_, size) => times(size, (at) => ({ path: `var/task/d${at % 9}/.wh.file${at}.js` })),
  'opaque directories': (_, size) =>
    times(size, (at) => [{ path: `var/task/d${at % 99}/.wh..wh..opq` }, { path: `d${at % 99}/f` }]),
  'devices, FIFOs and modes': (random, size) =>
    times(size, (at) => ({
      path: `var/task/special${at}`,
      flag: pick(random, ['3', '4', '6', '0', '5', '7']),
      mode: Math.floor(random() * 0o10000),
    })),
  'extensions that are scripts of scripts': (_, size) =>
    times(size, (at) => script(`opt/extensions/e${at}`, `#!/opt/extensions/e${at + 1}\n`)),
  'scripts that start each other': () => [
    script('a', '#!/b\n'),
    script('b', '#!/usr/bin/env -S c\n'),
    script('c', '#!/a\n'),
  ],
  'scripts that name many commands': (_, size) =>
    times(Math.ceil(size / 10), (at) =>
      script(
        `opt/extensions/s${at}`,
        `#!/bin/sh\n${Array.from({ length: 400 }, (__, word) => `exec c${at}x${word}`).join('\n')}`,
      ),
    ),
  'scripts of spaces': (_, size) =>
    times(Math.ceil(size / 10), (at) =>
      script(`opt/extensions/s${at}`, `#!/bin/sh\nexec${' '.repeat(4000)}$x`),
    ),
  'keys that end too soon': (_, size) =>
    times(Math.ceil(size / 10), (at) => ({
      path: `var/task/${at}.pem`,
      content: '-----BEGIN A B C '.repeat(230),
    })),
  'settings of package managers': (random, size) =>
    times(Math.ceil(size / 20), (at) => ({
      path: `home/u${at}/${pick(random, ['.npmrc', '.git/config', 'pip.conf', '.yarnrc'])}`,
      content: pick(random, [
        `_auth${' '.repeat(5000)}`,
        'eyJaaaaaaaaaaaa-'.repeat(300),
        'a'.repeat(5000),
        'https://a:b'.repeat(400),
      ]),
    })),
  'modules of Python for many versions': (_, size) => [
    script('usr/bin/python3.13', ''),
    ...times(size, (at) => ({
      path: `var/task/m.cpython-3${at}-x86_64-linux-gnu.so`,
      content: 'x',
    })),
    ...times(size, (at) => ({ path: `usr/bin/python3.${at}` })),
  ],
  'addons of Node.js': (_, size) =>
    times(Math.ceil(size / 10), (at) => ({
      path: `var/task/node_modules/a/${at}.node`,
      content: `node_register_module_v${'1'.repeat(2000)}`,
    })),
  'binaries for other systems': (_, size) =>
    times(size, (at) => ({
      path: `var/task/bin/${'darwin'.repeat(30)}${at}`,
      content: Buffer.from('feedfacf00000000', 'hex'),
      mode: 0o755,
    })),
  'a large cache of the loader': (random, size) => [
    ...started(random),
    {
      path: 'etc/ld.so.cache',
      content: cacheOf(Array.from({ length: size }, (__, at) => ['libx.so', `/lib/libx.so.${at}`])),
    },
  ],
  'a list of directories for musl': (_, size) => [
    { path: 'etc/ld-musl-x86_64.path', content: '/a:'.repeat(Math.min(size, 20_000)) },
    { path: 'lib/ld-musl-x86_64.so.1', content: elfFiles['a binary for musl']!(() => 0, 10) },
    ...times(100, (at) => ({
      path: `var/task/m${at}`,
      mode: 0o755,
      content: elfFiles['a binary for musl']!(() => 0, 1000),
    })),
  ],
  'a few libraries': (random) =>
    times(3, (at) => ({
      path: `var/task/lib${at}.so`,
      mode: 0o755,
      content: elfFiles['a sound binary']!(random, 1),
    })),
  'libraries of all kinds': (random, size) => [
    ...started(random),
    ...times(Math.ceil(size / 100), (at) => ({
      path: `var/task/lib${at}.so`,
      mode: 0o755,
      content: pick(random, Object.values(elfFiles))(random, Math.ceil(size / 10)),
    })),
  ],
  ...Object.fromEntries(
    Object.entries(elfFiles).map(([name, make]): [string, Structure<RawEntry[]>] => [
      `hundreds of: ${name}`,
      (random, size) => [
        ...started(random),
        ...times(Math.min(100, size), (at) => ({
          path: `var/task/lib${at}.so`,
          mode: 0o755,
          content: make(random, size),
        })),
      ],
    ]),
  ),
  'a chain of libraries, each with directories': (random, size) => [
    ...started(random),
    ...times(Math.min(size, 300), (at) => ({
      path: `var/task/c${at + 1}.so`,
      mode: 0o755,
      content: elfFiles['link of a chain']!(() => at + 1, size),
    })),
  ],
};
