import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

import type { Language } from '../../scaffold/catalog/language.ts';
import { docker } from '../../lambda/docker/docker.ts';
import { debianRelease, dockerfileArg } from '../../test/docker/run-image.ts';
import { writeApplication } from '../applications/write-application.ts';
import type { Written } from './language-bench.ts';
import type { Generated, Variant } from './variants.ts';

const stockDirectory = fileURLToPath(new URL('../stock', import.meta.url));

/** Where our projects come from, and where they may be put. */
export interface Source {
  checkout: string;
  temporary: string;
}

/** Builds the image `tag`; false if this checkout of the generator has no such variant. */
export async function buildImage(
  variant: Variant,
  tag: string,
  language: Language,
  source: Source,
): Promise<boolean> {
  const specific = 'base' in variant ? await generated(variant, source) : written(variant);
  if (specific === undefined) return false;
  const shared = ['build', '--quiet', '--provenance=false', '--sbom=false', '--tag', tag];
  await docker(...shared, ...(await baseImages(language)), ...specific);
  return true;
}

async function baseImages({ versions }: Language): Promise<string[]> {
  // All stand on the same version of the language.
  const { buildImage } = versions[0];
  // A stand-in for an official image may stand on another Debian release than the official one.
  const runImage = `debian:${await debianRelease(buildImage)}-slim`;
  return ['--build-arg', `BUILD_IMAGE=${buildImage}`, '--build-arg', `RUN_IMAGE=${runImage}`];
}

/** Arguments for the image of a fresh project, as a user gets it. */
async function generated(
  { language, base, boot, isApplication, secondEvent }: Generated,
  { checkout, temporary }: Source,
): Promise<string[] | undefined> {
  const bin = path.join(checkout, 'bin/lambda-container.js');
  const options = ['--language', language, '--base', base, '--yes'];
  const cwd = await mkdtemp(path.join(temporary, 'project-'));
  await execa(process.execPath, [bin, 'new', 'hello', ...options], { cwd });
  const directory = path.join(cwd, 'hello');
  if (isApplication) await writeApplication(directory, language);
  if (secondEvent !== undefined) {
    if (!existsSync(path.join(checkout, 'templates/events', secondEvent))) return undefined;
    await execa(process.execPath, [bin, 'function', 'second', '--event', secondEvent], {
      cwd: directory,
    });
  }
  const target = ['--target', 'function', directory];
  if (boot === undefined) return target;
  const hasChoice = (await dockerfileArg(directory, 'BOOT')) !== undefined;
  return hasChoice ? ['--build-arg', `BOOT=${boot}`, ...target] : undefined;
}

/** Arguments for an image of what people write. */
function written({ directory, target, contexts = {} }: Written): string[] {
  return [
    ...Object.entries(contexts).flatMap(([name, context]) => [
      '--build-context',
      `${name}=${path.join(stockDirectory, context)}`,
    ]),
    ...(target === undefined ? [] : ['--target', target]),
    path.join(stockDirectory, directory),
  ];
}
