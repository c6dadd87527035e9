import { buildElf, type ElfParts } from '../lambda/image/elf/build-elf.ts';
import { pick } from '../lambda/random.ts';
import type { Structure } from './structure.ts';

const glibc: ElfParts = {
  class: 64,
  byteOrder: 'little',
  interpreter: '/lib64/ld-linux-x86-64.so.2',
};
const musl: ElfParts = { class: 64, byteOrder: 'little', interpreter: '/lib/ld-musl-x86_64.so.1' };
const library: ElfParts = { class: 64, byteOrder: 'little' };

function names(count: number, make: (at: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

/** Of a search path: loaders read no longer one. */
function directories(text: string, size: number): string {
  return text.repeat(Math.max(1, Math.min(size, Math.floor(16_000 / text.length))));
}

/** What ELF files can be full of: each loop over their tables and over what these say. */
export const elfFiles: Readonly<Record<string, Structure<Buffer>>> = {
  'a binary with libraries and directories': (_, size) =>
    buildElf({
      ...glibc,
      needed: names(Math.min(size, 8000), (at) => `lib${at}.so`),
      rpath: directories(':/a', size),
    }),
  'a binary for musl': (_, size) =>
    buildElf({
      ...musl,
      needed: names(Math.min(size, 8000), (at) => `m${at}.so`),
      runpath: directories('/a:', size),
    }),
  'a library with many needs': (_, size) =>
    buildElf({
      ...library,
      needed: ['libx.so', ...names(Math.min(size, 8000), (at) => `lib${at}.so`)],
    }),
  'a library that many need': (_, size) =>
    buildElf({
      ...library,
      soname: 'lib0.so',
      needed: names(Math.min(size, 100), (at) => `l${at}`),
    }),
  'directories with tokens': (_, size) =>
    buildElf({
      ...glibc,
      needed: ['libx.so', 'liby.so'],
      runpath: directories('$ORIGIN/$LIB/$PLATFORM:', size),
    }),
  'one directory of tokens': (_, size) =>
    buildElf({ ...glibc, needed: ['libx.so'], rpath: directories('$ORIGIN', size) }),
  'needed versions': (_, size) =>
    buildElf({
      ...library,
      needed: ['lib0.so'],
      versionNeeds: [
        {
          library: 'lib0.so',
          versions: names(Math.min(size, 16_000), (at) => `V_${at}`).map((name) => ({
            name,
            isWeak: false,
          })),
        },
      ],
    }),
  'defined versions': (_, size) =>
    buildElf({
      ...library,
      soname: 'lib0.so',
      versionDefinitions: names(Math.min(size, 16_000), (at) => `W_${at}.${at}`).map((name) => ({
        name,
        isBase: false,
      })),
    }),
  'names that are long': (_, size) =>
    buildElf({
      ...library,
      needed: names(Math.min(60, size), (at) => `${at}`.padEnd(16_000, 'n')),
    }),
  'more segments than are needed': (_, size) => {
    const file = buildElf({ ...library, needed: ['a'], paddingBytes: 70_000 });
    file.writeUInt16LE(Math.min(size, 1170), 56);
    return file;
  },
  'a dynamic table far behind': (_, size) =>
    buildElf({ ...library, needed: ['a', 'b'], paddingBytes: 100 * size }),
  'a sound binary': (random) =>
    buildElf({
      ...pick(random, [glibc, musl]),
      class: pick(random, [32, 64]),
      byteOrder: pick(random, ['little', 'big']),
      machine: pick(random, [3, 40, 62, 183]),
      needed: [pick(random, ['libc.so.6', 'libc.musl-x86_64.so.1', 'lib0.so'])],
    }),
  'link of a chain': (random, size) => {
    const at = Math.floor(random());
    return buildElf({
      // The first one is a binary.
      ...(at === 0 ? glibc : library),
      soname: `c${at}.so`,
      needed: [`c${at + 1}.so`, `x${at}.so`],
      rpath: directories(`/var/task:`, size),
    });
  },
};
