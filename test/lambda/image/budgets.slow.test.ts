import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { beforeAll, describe, expect, test } from 'vitest';

import { configurations } from '../../fuzz/configurations.ts';
import { documents } from '../../fuzz/documents.ts';
import { layers } from '../../fuzz/layers.ts';
import { makeInput, type Recipe, soundRecipe } from '../../fuzz/make-input.ts';
import type { Tried } from '../../fuzz/try-inputs.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

/**
 * Every loop of lambda/image and lambda/check whose length an input chooses, and the structures that drive it: a layer,
 * a configuration, a document, or what is done to the bytes of a tar. Each loop draws on the budget (budget.ts), or
 * has a limit of its own (limits.ts, and where it says so).
 */
const loops: readonly (readonly [loop: string, ...structures: string[]])[] = [
  ['archive: files, links', 'many documents', 'many broken layers'],
  [
    'archive: what follows the end',
    'zeros behind gzip',
    'garbage behind gzip',
    'garbage behind zstd',
  ],
  ['archive: decompression', 'zeros before gzip', 'zeros before zstd', 'in one another'],
  [
    'archive: members and frames',
    'gzip of many members',
    'zstd of many frames',
    'zstd of frames to skip',
  ],
  ['archive: memory of a decompressor', 'zstd with a large window'],
  [
    'tar: headers, extended headers, records',
    'headers for all',
    'extended headers of short records',
    'extended headers of one long record',
    'long names over and over',
  ],
  ['documents: values, depth', 'a wide document', 'a deep document'],
  [
    'documents: references',
    'indexes of indexes',
    'one manifest over and over',
    'a list of docker save',
  ],
  ['layers of a manifest', 'one layer over and over'],
  [
    'entries of a layer',
    'many files',
    'many files in one directory',
    'many directories',
    'the same file over and over',
    'devices, FIFOs and modes',
  ],
  ['names of a path', 'paths as long as Linux takes', 'a deep directory that links lead on'],
  [
    'symlinks on a path',
    'a chain of symlinks',
    'symlinks that lead back and forth',
    'symlinks with long targets',
  ],
  ['hard links', 'hard links to one file', 'hard links to nothing'],
  ['what layers hide', 'whiteouts', 'opaque directories'],
  [
    'contents: patterns of rules',
    'keys that end too soon',
    'settings of package managers',
    'addons of Node.js',
    'modules of Python for many versions',
  ],
  [
    'paths: patterns of rules',
    'paths with the same directory over and over',
    'binaries for other systems',
  ],
  [
    'scripts: interpreters',
    'extensions that are scripts of scripts',
    'scripts that start each other',
  ],
  [
    'scripts: commands × directories of PATH',
    'scripts that name many commands',
    'scripts of spaces',
  ],
  [
    'configuration: words × directories of PATH',
    'words and a PATH',
    'a PATH of one directory',
    'long words',
  ],
  [
    'configuration: variables × rules',
    'many variables',
    'directories in one another',
    'a deep WORKDIR',
  ],
  [
    'configuration: patterns for secrets',
    ...Object.keys(configurations).filter(
      (name) => / of /.test(name) && name !== 'a PATH of one directory',
    ),
  ],
  ['ELF: segments', 'hundreds of: more segments than are needed'],
  [
    'ELF: dynamic table',
    'hundreds of: a library with many needs',
    'hundreds of: a dynamic table far behind',
  ],
  ['ELF: versions', 'hundreds of: needed versions', 'hundreds of: defined versions'],
  ['ELF: names', 'hundreds of: names that are long'],
  [
    'loader: libraries × directories',
    'hundreds of: a binary with libraries and directories',
    'hundreds of: a binary for musl',
    'directories of libraries',
  ],
  [
    'loader: tokens',
    'hundreds of: directories with tokens',
    'hundreds of: one directory of tokens',
  ],
  [
    'loader: RPATH along a chain',
    'a chain of libraries, each with directories',
    'hundreds of: link of a chain',
  ],
  [
    'loader: ld.so.cache, ld-musl.path',
    'a large cache of the loader',
    'a list of directories for musl',
  ],
  [
    'loader: binaries × what is loaded',
    'hundreds of: a library that many need',
    'libraries of all kinds',
  ],
];

/** As large as 1 MB allows: what is more is cut off. */
const plain: Recipe = {
  ...soundRecipe,
  layers: [['scripts that start each other', 'a few libraries']],
  sizes: { entries: 4000, configuration: 1_000_000, documents: 3000, wrapping: 1000 },
};

function recipeFor(structure: string): Recipe {
  if (structure in layers) return { ...plain, layers: [[structure]], layerWrapping: 'gzip' };
  // As a whole in gzip, so that it is not cut off.
  if (structure in configurations) return { ...plain, configuration: structure, wrapping: 'gzip' };
  if (structure in documents) return { ...plain, documents: structure, wrapping: 'gzip' };
  return { ...plain, wrapping: structure };
}

const structures = loops.flatMap(([, ...names]) => names);

let tried: ReadonlyMap<string, Tried>;
beforeAll(() => {
  const results = tryAll(structures);
  tried = new Map(results.map((result, at) => [structures[at]!, result]));
}, 600_000);

describe.each(loops)('%s', (_, ...names) => {
  test.each(names)('%s', (name) => {
    const { outcome, error } = tried.get(name)!;
    expect(outcome, error).toMatch(/^(?:checked|refused)$/);
  });
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
function tryAll(names: readonly string[]): Tried[] {
  using directory = temporaryDirectory();
  const files = names.map((name, at) => {
    const file = path.join(directory.path, `${at}.tar`);
    writeFileSync(file, makeInput(recipeFor(name), at));
    return file;
  });
  const program = fileURLToPath(new URL('../../fuzz/try-inputs.ts', import.meta.url));
  const lines = execFileSync(process.execPath, [program, ...files], { encoding: 'utf8' });
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Tried);
}
