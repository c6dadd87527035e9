/** Compares the resolver with the real loaders, which run in containers. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { imageFiles } from '../../../../lambda/check/image-files.ts';
import type { ImageFacts } from '../../../../lambda/image/image-facts.ts';
import { resolveBinary } from '../../../../lambda/image/loader/resolve-binary.ts';
import { readImageToCheck } from '../../../../lambda/check/read-image-to-check.ts';
import { buildDirectory, type TestImage } from '../../../docker/build-directory.ts';
import {
  imagesOfDistributions,
  imageWithMusl,
  ordinaryImage,
} from '../../../docker/ordinary-images.ts';
import { temporaryDirectory } from '../../../helpers/temporary-directory.ts';
import { compileAll } from '../../check/compile.ts';
import { glibcLoader, muslLoader } from '../../check/own-architecture.ts';
import { listOfLoader, listOfResolver } from './list-of-loader.ts';
import { makeCases } from './make-cases.ts';

function variable({ config }: ImageFacts, wanted: string): string {
  return config.env.find(({ name }) => name === wanted)?.value ?? '';
}

/** Compares both for files that the loader is started with. */
async function expectAgreement(
  image: string,
  facts: ImageFacts,
  loader: string,
  paths: readonly string[],
): Promise<void> {
  function realPath(name: string): string {
    return facts.files.find(name).path;
  }
  const files = imageFiles(facts);
  const options = {
    libraryPath: variable(facts, 'LD_LIBRARY_PATH'),
    cwd: facts.config.workingDir ?? '/',
  };
  const ours = paths.map((name) => {
    const { elf } = files.elf(name)!;
    const program = { path: name, elf: { ...elf, interpreter: loader } };
    return [name, listOfResolver(resolveBinary(files, program, options), realPath(loader))];
  });
  expect(Object.fromEntries(ours)).toEqual(await listOfLoader(image, loader, paths, realPath));
}

/** All that a loader would load, but itself. */
function loadable({ files, config }: ImageFacts): string[] {
  return [...files.all()].flatMap(({ path: name, facts: { elf } }) => {
    if (elf === undefined || 'problem' in elf) return [];
    const { architecture, type, isStatic } = elf.facts;
    const isLoaded = (type === 'shared' || type === 'executable') && !isStatic;
    const isLoader = /\/ld-(linux|musl)[^/]*$/.test(name);
    return isLoaded && !isLoader && architecture === config.architecture ? [name] : [];
  });
}

describe.each(imagesOfDistributions)('%s', (name) => {
  test('its loader finds for each file what the resolver finds', async () => {
    await using image = await ordinaryImage(name);
    const facts = await readImageToCheck(image.name);
    const paths = loadable(facts);
    expect(paths.length).toBeGreaterThan(200);
    await expectAgreement(image.name, facts, glibcLoader, paths);
  });
});

describe('programs that tell the rules apart', () => {
  let base: TestImage;
  let image: TestImage;
  let paths: string[];
  let facts: ImageFacts;

  beforeAll(async () => {
    base = await imageWithMusl();
    using directory = temporaryDirectory();
    const { needsOldLibc, needsNewLibc } = await compileAll();
    paths = await makeCases(directory.path);
    for (const [name, content] of Object.entries({ needsOldLibc, needsNewLibc })) {
      await writeFile(path.join(directory.path, 'bin', name), content, { mode: 0o755 });
      paths.push(`/cases/bin/${name}`);
    }
    const lines = [
      `FROM ${base.name}`,
      'COPY . /cases/',
      'RUN mv /cases/lib/* /usr/lib/ && rm -r /cases/gone /cases/real/libbeside.so && ldconfig',
      'ENV LD_LIBRARY_PATH=/cases/none',
    ];
    await writeFile(path.join(directory.path, 'Dockerfile'), `${lines.join('\n')}\n`);
    image = await buildDirectory(directory.path);
    facts = await readImageToCheck(image.name);
  });
  afterAll(async () => {
    await image[Symbol.asyncDispose]();
    await base[Symbol.asyncDispose]();
  });

  test.each([glibcLoader, muslLoader])('%s', async (loader) => {
    await expectAgreement(image.name, facts, loader, paths);
  });
});
