import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { beforeAll, describe, expect, test } from 'vitest';

import { packageRoot } from '../../../scaffold/package-root.ts';
import { chargesIn } from '../../fuzz/charges.ts';
import { configurations } from '../../fuzz/configurations.ts';
import { documents } from '../../fuzz/documents.ts';
import { layers } from '../../fuzz/layers.ts';
import { makeInput, type Recipe, soundRecipe } from '../../fuzz/make-input.ts';
import type { Tried } from '../../fuzz/try-inputs.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

interface Loop {
  loop: string;
  /** Where it draws on the budget (charges.ts), and how often at least. */
  charges: Readonly<Record<string, number>>;
  /** What else ends it: the refusal of a limit of its own (limits.ts). */
  limit?: RegExp;
  /** The structures that drive it: a layer, a configuration, a document, or what is done to the bytes of a tar. */
  structures: readonly string[];
}

const unpacked = 'image/archive/unpacked unpackedBytes (chunk as Buffer).length';
const walked = 'image/tree/walk-path steps parts.length';
const tried = 'image/loader/load steps textSteps(candidate.length)';
const read = 'image/elf/known-bytes steps textSteps(length)';
const scanned =
  "image/layer/scan-layer keptBytes (entry.type === 'directory' ? directoryBytes : entryBytes) + path.length + target.length";
const kept = 'image/layer/scan-layer keptBytes bytes';
/** Patterns over a text go through it once: what is charged is the document that has it. */
const documentOf = {
  'image/manifest/documents steps valueSteps * values': 3,
  'image/manifest/documents keptBytes valueBytes * values + bytes.length': 3,
};

/** Every loop of lambda/image and lambda/check whose length an input chooses. */
const loops: readonly Loop[] = [
  {
    loop: 'archive: files, links',
    charges: {
      'image/archive/tar-stream-archive keptBytes entryBytes + 2 * path.length + (entry.linkTarget?.length ?? 0)': 3000,
      'image/blob/read-blob keptBytes chunk.length': 3000,
      'image/read-image keptBytes errorBytes': 3000,
    },
    structures: ['many documents', 'many broken layers'],
  },
  {
    loop: 'archive: what follows the end',
    charges: { [unpacked]: 1 },
    structures: ['zeros behind gzip', 'garbage behind gzip', 'garbage behind zstd'],
  },
  {
    loop: 'archive: decompression',
    charges: { [unpacked]: 2000 },
    limit: /header of a tar entry/,
    structures: ['zeros before gzip', 'zeros before zstd', 'in one another'],
  },
  {
    loop: 'archive: members and frames',
    charges: {
      [unpacked]: 1,
      'image/archive/compression steps frameSteps': 20,
    },
    structures: ['gzip of many members', 'zstd of many frames', 'zstd of frames to skip'],
  },
  {
    loop: 'archive: memory of a decompressor',
    charges: {},
    limit: /requires too much memory/,
    structures: ['zstd with a large window'],
  },
  {
    loop: 'layers: decompression',
    charges: { 'image/archive/compression unpackedBytes chunk.length': 100 },
    structures: ['hundreds of: a dynamic table far behind', 'hundreds of: names that are long'],
  },
  {
    loop: 'tar: headers, extended headers, records',
    charges: {
      'image/tar/tar-reader steps headerSteps': 100_000,
      'image/tar/tar-reader steps textSteps(body.length)': 300,
      'image/tar/tar-reader steps records.length': 300,
    },
    limit: /records of an extended header|a name of at most/,
    structures: [
      'headers for all',
      'extended headers of short records',
      'extended headers of one long record',
      'long names over and over',
    ],
  },
  {
    loop: 'documents: values, depth',
    charges: {},
    limit: /more than (?:50000 values|32 levels)/,
    structures: ['a wide document', 'a deep document', 'fields of all kinds'],
  },
  {
    loop: 'documents: references',
    charges: documentOf,
    limit: /at most 10000 references|more than 50000 values/,
    structures: ['indexes of indexes', 'one manifest over and over', 'a list of docker save'],
  },
  {
    loop: 'layers of a manifest',
    charges: { 'image/tree/apply-layers keptBytes nodeBytes': 900 },
    structures: ['one layer over and over'],
  },
  {
    loop: 'entries of a layer',
    charges: {
      [scanned]: 4000,
      'image/tar/tar-reader steps headerSteps': 4000,
      'image/tree/file-tree steps 1 + (path.length >> 7)': 50,
      'check/odd-entries steps entries.length': 1,
    },
    structures: [
      'many files',
      'many files in one directory',
      'many directories',
      'the same file over and over',
      'devices, FIFOs and modes',
    ],
  },
  {
    loop: 'names of a path',
    charges: { 'image/tree/apply-layers keptBytes nodeBytes': 2000, [walked]: 100 },
    structures: ['paths as long as Linux takes', 'a deep directory that links lead on'],
  },
  {
    loop: 'symlinks on a path',
    charges: { [walked]: 3000, [scanned]: 200 },
    structures: [
      'a chain of symlinks',
      'symlinks that lead back and forth',
      'symlinks with long targets',
    ],
  },
  {
    loop: 'hard links',
    charges: { [walked]: 8000 },
    structures: ['hard links to one file', 'hard links to nothing'],
  },
  {
    loop: 'what layers hide',
    charges: {
      'image/tree/apply-layers steps textSteps(next.path.length)': 40,
      'image/tree/apply-layers keptBytes hiddenBytes': 40,
    },
    structures: ['whiteouts', 'opaque directories'],
  },
  {
    loop: 'contents: patterns of rules',
    charges: { [kept]: 200 },
    structures: [
      'keys that end too soon',
      'settings of package managers',
      'addons of Node.js',
      'modules of Python for many versions',
    ],
  },
  {
    loop: 'paths: patterns of rules',
    charges: { [kept]: 200 },
    structures: ['paths with the same directory over and over', 'binaries for other systems'],
  },
  {
    loop: 'scripts: interpreters',
    charges: { [walked]: 70, 'image/tree/file-tree steps children?.size ?? 0': 1 },
    structures: ['extensions that are scripts of scripts', 'scripts that start each other'],
  },
  {
    loop: 'scripts: commands × directories of PATH',
    charges: { [walked]: 8000 },
    structures: ['scripts that name many commands', 'scripts of spaces'],
  },
  {
    loop: 'configuration: words × directories of PATH',
    charges: { [walked]: 50_000, ...documentOf },
    structures: ['words and a PATH', 'a PATH of one directory', 'long words'],
  },
  {
    loop: 'configuration: variables × rules',
    charges: { [walked]: 1000, 'check/command steps config.env.length': 10 },
    structures: ['many variables', 'directories in one another', 'a deep WORKDIR'],
  },
  {
    loop: 'configuration: patterns for secrets',
    charges: documentOf,
    structures: Object.keys(configurations).filter((name) =>
      /^(?:a variable|labels|history|a shell form) of /.test(name),
    ),
  },
  {
    loop: 'ELF: segments, dynamic table, versions, names',
    charges: {
      [read]: 600,
      'image/elf/elf-collector keptBytes factsBytes(got.facts)': 100,
      'image/elf/elf-collector steps ranges.length + got.missing.length': 100,
    },
    structures: [
      'hundreds of: more segments than are needed',
      'hundreds of: a library with many needs',
      'hundreds of: a dynamic table far behind',
      'hundreds of: needed versions',
      'hundreds of: defined versions',
      'hundreds of: names that are long',
    ],
  },
  {
    loop: 'loader: libraries × directories',
    charges: {
      [tried]: 30_000,
      [walked]: 30_000,
      'image/loader/load steps by.elf.needed.length': 1,
      'image/loader/load keptBytes needBytes': 100,
      'image/loader/load keptBytes loadedBytes': 1,
      'image/loader/glibc-search steps all.length': 100,
      'image/loader/glibc-search steps fromLibraryPath.length': 1,
      'image/loader/musl-search steps 1': 1,
      'image/loader/musl-search steps libraryPath.length + last.length': 1,
      'image/loader/musl-search steps fromLibraryPath.length + fromConfiguration.length': 1,
    },
    structures: [
      'hundreds of: a binary with libraries and directories',
      'hundreds of: a binary for musl',
      'directories of libraries',
    ],
  },
  {
    loop: 'loader: tokens',
    charges: {
      'image/loader/tokens steps list.length': 60,
      'image/loader/tokens steps textSteps(text.length)': 100,
    },
    structures: ['hundreds of: directories with tokens', 'hundreds of: one directory of tokens'],
  },
  {
    loop: 'loader: RPATH along a chain',
    charges: {
      [tried]: 100_000,
      'image/loader/glibc-search steps 1': 100,
    },
    structures: ['a chain of libraries, each with directories', 'hundreds of: link of a chain'],
  },
  {
    loop: 'loader: ld.so.cache, ld-musl.path',
    charges: {
      'image/loader/ld-so-cache steps 4': 4000,
      'image/loader/ld-so-cache keptBytes entryMemory + name.length + path.length': 4000,
      'image/loader/musl-search steps text.length': 1,
    },
    structures: ['a large cache of the loader', 'a list of directories for musl'],
  },
  {
    loop: 'loader: binaries × what is loaded',
    charges: {
      'image/loader/load steps 1 + opener.length': 20,
      'image/loader/load steps libraries.size': 20,
      'image/loader/resolve-binary steps objects.length + process.length': 20,
      'image/loader/resolve-binary keptBytes problemBytes * problems.length': 20,
      'check/rules/elf-libc steps resolved.objects.length': 1,
    },
    structures: ['hundreds of: a library that many need', 'libraries of all kinds'],
  },
  {
    loop: 'loader: versions',
    charges: { 'image/loader/resolve-binary steps 1 + versions.length': 100 },
    structures: ['hundreds of: needed versions'],
  },
];

/** Those that no archive drives, and where they are tested. */
const otherCharges = [
  // A directory: test/lambda/image/archive/oci-layout-archive.test.ts
  'image/archive/oci-layout-archive steps lookupSteps',
  'image/archive/oci-layout-archive keptBytes entryBytes',
  // test/lambda/image/elf/elf-collector.test.ts
  'image/layer/scan-layer keptBytes rangeBytes * result.missing.length',
];

/** As large as 1 MB allows: what is more is cut off. */
const plain: Recipe = {
  ...soundRecipe,
  layers: [['scripts that start each other', 'a few libraries']],
  sizes: { entries: 4000, configuration: 1_000_000, documents: 3000, wrapping: 1000 },
};

/** Sizes at which a structure gets to its loop: beyond, another limit is first. */
const sizes: Readonly<Record<string, Partial<Recipe['sizes']>>> = {
  'words and a PATH': { configuration: 400_000 },
  'a PATH of one directory': { configuration: 400_000 },
  'many variables': { configuration: 400_000 },
  'directories of libraries': { configuration: 400_000 },
  'hundreds of: a dynamic table far behind': { entries: 4000 },
  'libraries of all kinds': { entries: 1500 },
  'one layer over and over': { documents: 900 },
  'one manifest over and over': { documents: 11_000 },
  'a list of docker save': { documents: 11_000 },
};

/** Below those that they hide. */
const above: Readonly<Record<string, string>> = {
  whiteouts: 'many files',
  'opaque directories': 'many files',
};

function recipeFor(structure: string): Recipe {
  const isOfElf = /^hundreds of: |^a chain of libraries/.test(structure);
  const recipe: Recipe = {
    ...plain,
    sizes: { ...plain.sizes, ...(isOfElf && { entries: 300 }), ...sizes[structure] },
  };
  if (structure in layers) {
    const lower = above[structure];
    const all = lower === undefined ? [[structure]] : [[lower], [structure]];
    return { ...recipe, layers: all, layerWrapping: 'gzip' };
  }
  // As a whole in gzip, so that it is not cut off.
  if (structure in configurations) return { ...recipe, configuration: structure, wrapping: 'gzip' };
  if (structure in documents) return { ...recipe, documents: structure, wrapping: 'gzip' };
  return { ...recipe, wrapping: structure };
}

const structures = [...new Set(loops.flatMap((each) => each.structures))];

let all: ReadonlyMap<string, Tried>;
beforeAll(() => {
  const results = tryAll(structures, '--charges');
  all = new Map(results.map((result, at) => [structures[at]!, result]));
}, 600_000);

describe.each(loops)('$loop', ({ charges, limit, structures: its }) => {
  test.each(its)('%s', (name) => {
    const { outcome, error = '', charges: drawn = {} } = all.get(name)!;
    expect(outcome, error).toMatch(/^(?:checked|refused)$/);
    const isCharged = Object.entries(charges).some(([charge, least]) => drawn[charge]! >= least);
    const isLimited = limit?.test(error) ?? false;
    expect([isCharged || isLimited, error, drawn]).toStrictEqual([true, error, drawn]);
  });

  test('draws on the budget at each of its places', () => {
    const most = Object.keys(charges).map((charge) => [
      charge,
      Math.max(...its.map((name) => all.get(name)!.charges![charge] ?? -1)),
    ]);
    expect(most.filter(([charge, count]) => Number(count) < charges[charge!]!)).toStrictEqual([]);
  });
});

test('what follows the end of an archive is not unpacked', () => {
  for (const name of ['zeros behind gzip', 'garbage behind gzip', 'garbage behind zstd']) {
    expect(all.get(name)!.charges![unpacked], name).toBeLessThan(10);
  }
});

test('every place that draws on the budget is in the list', () => {
  const places = readdirSync(path.join(packageRoot, 'lambda'), {
    recursive: true,
    encoding: 'utf8',
  })
    .flatMap((file) => chargesIn(`lambda/${file}`))
    .map(({ name }) => name);
  const listed = [...loops.flatMap(({ charges }) => Object.keys(charges)), ...otherCharges];
  expect(new Set(places)).toStrictEqual(new Set(listed));
});

/** Those that keep or unpack most. A process for each: garbage of one would count for the next. */
test.each([
  'zeros before gzip',
  'extended headers of one long record',
  'many broken layers',
  'a wide document',
  'paths as long as Linux takes',
  'many files',
  'hundreds of: names that are long',
  'zstd with a large window',
])('%s take less than 250 MB of memory', (name) => {
  const [result] = tryAll([name]);
  expect(result!.peakMb).toBeLessThan(250);
});

test('every structure of a layer or a document is in the list', () => {
  const all = [...Object.keys(layers), ...Object.keys(documents)];
  const listed = new Set([...structures, ...withoutLoops]);
  expect(all.filter((name) => !listed.has(name))).toStrictEqual([]);
});

const withoutLoops = [
  'one image',
  'fields of other types',
  'a few libraries',
  'hundreds of: a sound binary',
];

/** In a process of their own, as the command is. */
function tryAll(names: readonly string[], ...flags: string[]): Tried[] {
  using directory = temporaryDirectory();
  const files = names.map((name, at) => {
    const file = path.join(directory.path, `${at}.tar`);
    writeFileSync(file, makeInput(recipeFor(name), at));
    return file;
  });
  const program = fileURLToPath(new URL('../../fuzz/try-inputs.ts', import.meta.url));
  const lines = execFileSync(process.execPath, [program, ...flags, ...files], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Tried);
}
