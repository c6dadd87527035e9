import { mkdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { ociLayoutArchive } from '../../../../lambda/image/archive/oci-layout-archive.ts';
import { createBudget } from '../../../../lambda/image/budget.ts';
import { temporaryDirectory } from '../../../helpers/temporary-directory.ts';
import {
  addImage,
  addJson,
  mediaTypes,
  ociLayout,
  setIndex,
  writeDirectory,
} from '../build-image.ts';

/** The paths of the files that are read, in order. */
async function read(directory: string): Promise<string[]> {
  const files: string[] = [];
  const archive = ociLayoutArchive(directory);
  await archive.read(({ path: file }) => {
    files.push(file);
    return { write: () => undefined, end: () => undefined };
  }, createBudget(directory));
  return files;
}

test('what no manifest names is not read', async () => {
  using directory = temporaryDirectory();
  const files = ociLayout({ layers: [[{ path: 'a' }]] });
  await writeDirectory(directory.path, files);
  const other = path.join(directory.path, 'blobs/sha256', 'f'.repeat(64));
  writeFileSync(other, '');
  truncateSync(other, 2 ** 40);
  const named = [...files.keys()].filter((file) => file !== 'oci-layout');
  expect((await read(directory.path)).toSorted()).toStrictEqual(named.toSorted());
});

test('what an index names in an index is read', async () => {
  using directory = temporaryDirectory();
  const files = ociLayout();
  const manifests = [addImage(files, { layers: [[{ path: 'b' }]] })];
  setIndex(files, [addJson(files, { manifests }, mediaTypes.index)]);
  await writeDirectory(directory.path, files);
  const found = await read(directory.path);
  expect(found).toContain(`blobs/${manifests[0]!.digest.replace(':', '/')}`);
});

test.each(['blobs', 'blobs/sha256'])('a link in place of %s is not followed', async (name) => {
  using directory = temporaryDirectory();
  using elsewhere = temporaryDirectory();
  await writeDirectory(directory.path, ociLayout());
  const moved = path.join(elsewhere.path, 'moved');
  renameSync(path.join(directory.path, name), moved);
  symlinkSync(moved, path.join(directory.path, name));
  expect(await read(directory.path)).toStrictEqual(['index.json']);
});

test.each(['..:/x', 'sha256:../../x', '.:x'])('%s is no blob', async (digest) => {
  using directory = temporaryDirectory();
  mkdirSync(path.join(directory.path, 'blobs'));
  writeFileSync(path.join(directory.path, 'x'), '{}');
  writeFileSync(path.join(directory.path, 'index.json'), JSON.stringify([digest]));
  expect(await read(directory.path)).toStrictEqual(['index.json']);
});

test('names that lead nowhere have a limit', async () => {
  using directory = temporaryDirectory();
  const names = Array.from({ length: 100_000 }, (_, at) => `a:${at}`);
  writeFileSync(path.join(directory.path, 'index.json'), JSON.stringify(names));
  await expect(read(directory.path)).rejects.toThrow(/at most \d+ steps/);
});
