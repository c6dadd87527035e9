import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

import { commandLine } from '../../programs/command-line.ts';
import { docker, runDocker } from '../../lambda/docker/docker.ts';
import { runImageFlags } from './run-image.ts';

const bin = fileURLToPath(new URL('../../bin/lambda-container.js', import.meta.url));

/** One combination of answers. */
export interface Combination {
  language: string;
  version: string;
  base: string;
  /** Event source of the function; the default one unless given. */
  event?: string;
  /** The default one unless given. */
  style?: string;
  /** How the VM of Elixir and Erlang starts; lean unless given. */
  boot?: 'lean' | 'standard';
  /** None unless given. */
  deploy?: string;
  /** That of this machine unless given. */
  architecture?: 'arm64';
  /** Of the function; `hello_` and the language unless given. */
  name?: string;
}

/** A generated project in a temporary directory. */
export type Project = Combination & {
  name: string;
  /** Differs from that of every other project: tests that run at once must not share image names. */
  id: string;
  directory: string;
  /** Further options for docker build, where the images on this machine are not the official ones. */
  buildFlags: string[];
  /** Builds a target, and gives its image name. */
  build(target: 'build' | 'test' | 'function' | 'local'): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
};

const temporaryPrefix = 'lambda-container-';

export async function generateProject(combination: Combination): Promise<Project> {
  const { language, version, base, event, style, boot, deploy, architecture } = combination;
  const { name = `hello_${language}` } = combination;
  const parent = await mkdtemp(path.join(tmpdir(), temporaryPrefix));
  const id = path.basename(parent).slice(temporaryPrefix.length).toLowerCase();
  const directory = path.join(parent, name);
  await execa(
    process.execPath,
    [
      bin,
      'new',
      name,
      '--language',
      language,
      '--language-version',
      version,
      '--base',
      base,
      ...(event === undefined ? [] : ['--event', event]),
      ...(style === undefined ? [] : ['--style', style]),
      ...(deploy === undefined ? [] : ['--deploy', deploy]),
      ...(architecture === undefined ? [] : ['--architecture', architecture]),
      '--yes',
    ],
    { cwd: parent },
  );

  const bootFlags = boot === undefined ? [] : ['--build-arg', `BOOT=${boot}`];
  const buildFlags = [...(await runImageFlags(directory)), ...bootFlags];
  const images: string[] = [];
  return {
    ...combination,
    name,
    id,
    directory,
    buildFlags,
    async build(target) {
      const image = `${name}:${version}-${base}-${id}-${target}`;
      images.push(image);
      const flags = ['--provenance=false', '--sbom=false', ...buildFlags];
      if (architecture !== undefined) flags.push('--platform', `linux/${architecture}`);
      await runDocker(commandLine('build', [...flags, '--target', target, '--tag', image, '.']), {
        cwd: directory,
      });
      return image;
    },
    async [Symbol.asyncDispose]() {
      if (images.length > 0) {
        await docker('image', 'rm', '--force', ...images);
      }
      await rm(parent, { recursive: true, force: true });
    },
  };
}
