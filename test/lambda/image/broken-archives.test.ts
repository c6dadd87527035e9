import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { ImageError } from '../../../lambda/image/image-error.ts';
import { machineFiles } from '../../../lambda/image/loader/machine-files.ts';
import { readImage } from '../../../lambda/image/read-image.ts';
import { asCliError } from '../../../terminal/as-cli-error.ts';
import { exitCode } from '../../../terminal/cli-error.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { addImage, type ArchiveFiles, ociLayout, setIndex, tarOf } from './build-image.ts';
import { buildElf } from './elf/build-elf.ts';

const layers = [[{ path: 'a', content: 'a'.repeat(2000) }], [{ path: 'b' }]];

/** What is said of an archive; undefined if nothing is wrong with it. Anything but an ImageError fails the test. */
async function refusal(bytes: Buffer, size = bytes.length): Promise<string | undefined> {
  using directory = temporaryDirectory();
  const file = path.join(directory.path, 'image.tar');
  writeFileSync(file, bytes);
  if (size !== bytes.length) truncateSync(file, size);
  try {
    await readImage(file);
    return undefined;
  } catch (error) {
    if (error instanceof ImageError) return error.message;
    throw error;
  }
}

describe.each(['none', 'gzip', 'zstd'] as const)('an archive with layers of %s', (compression) => {
  const tar = tarOf(ociLayout({ layers, compression }));
  // The last entry is the index; its contents are followed by the end.
  const needed = tar.length - 1024;

  test('is refused wherever it is cut off', async () => {
    for (let length = 0; length < needed - 512; length += 173) {
      expect(await refusal(tar.subarray(0, length)), `${length} bytes`).toMatch(/^Expected /);
    }
  });

  test.each([
    ['gzip', gzipSync(tar)],
    ['zstd', zstdCompressSync(tar)],
  ])('is refused wherever it is cut off, as a whole in %s', async (_, whole) => {
    for (let length = 1; length < whole.length - 20; length += 97) {
      expect(await refusal(whole.subarray(0, length)), `${length} bytes`).toMatch(/^Expected /);
    }
  });

  test.each([
    ['text', Buffer.from('garbage')],
    ['the beginning of gzip', Buffer.from([0x1f, 0x8b, 0xff])],
    ['zeros', Buffer.alloc(5000)],
  ])('is read up to its end, with %s behind it', async (_, behind) => {
    expect(await refusal(Buffer.concat([tar, behind]))).toBeUndefined();
    // As a whole in gzip, it is read or refused: gzip(1) ignores what is behind, Go's reader does not.
    const said = await refusal(Buffer.concat([gzipSync(tar), behind]));
    expect(said ?? 'Expected gzip data').toMatch(/^Expected gzip data/);
  });
});

test('a file of 3 GB without data is refused for what it has not', async () => {
  const size = 3 * 1024 ** 3;
  expect(await refusal(Buffer.alloc(512), size)).toMatch(/index\.json or manifest\.json/);
});

test('what is wrong with an archive is no bug, whatever the command', async () => {
  const error: unknown = await readImage('/dev/null').catch((thrown: unknown) => thrown);
  expect(asCliError(error)).toMatchObject({
    code: exitCode.conflict,
    problem: expect.stringMatching(/^Expected a tar or a directory .*, found /) as string,
    fix: expect.stringContaining('docker save') as string,
  });
});

describe('documents', () => {
  function withIndex(text: string): Buffer {
    const files = ociLayout({ layers });
    files.set('index.json', Buffer.from(text));
    return tarOf(files);
  }

  test.each([
    ['that are deep', '[{"a":'.repeat(10_000), /more than 32 levels/],
    ['that are wide', `[${'[],'.repeat(100_000)}[]]`, /more than 50000 values/],
    ['that are cut off', '{"manifests":[', /no JSON/],
    ['with zero bytes', '{"manifests":[]}\0', /no JSON/],
  ])('%s are refused', async (_, text, said) => {
    expect(await refusal(withIndex(text))).toMatch(said);
  });

  test('in strings, brackets do not count', async () => {
    const config = { Labels: { a: '[{'.repeat(1000), b: '\\"[['.repeat(100) } };
    expect(await refusal(tarOf(ociLayout({ layers, config })))).toBeUndefined();
  });

  test('that refer to one image over and over are refused', async () => {
    const files: ArchiveFiles = new Map();
    const image = addImage(files, { layers });
    const { mediaType, digest, size } = image;
    setIndex(
      files,
      Array.from({ length: 12_000 }, () => ({ mediaType, digest, size })),
    );
    expect(await refusal(tarOf(files))).toMatch(/at most \d+ references|more than 50000 values/);
  });
});

test('of an ELF file of 3 GB, what is needed is read', () => {
  using directory = temporaryDirectory();
  const file = path.join(directory.path, 'large');
  writeFileSync(file, buildElf({ class: 64, byteOrder: 'little', needed: ['libc.so.6'] }));
  truncateSync(file, 3 * 1024 ** 3);
  expect(machineFiles().elf(file)).toMatchObject({ elf: { needed: ['libc.so.6'] } });
});
