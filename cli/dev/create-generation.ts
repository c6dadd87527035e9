import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';

import {
  type BuildContainer,
  isRemoved,
  startBuildContainer,
} from '../../lambda/docker/build-container.ts';
import { buildImage } from '../../lambda/docker/build-image.ts';
import { commandLimitMs } from '../../lambda/docker/docker.ts';
import { createVolumes, type Volume } from '../../lambda/docker/volume.ts';
import { createUndoList } from '../../lambda/sandbox/undo-list.ts';
import type { ProjectHere } from '../../scaffold/project/project-in.ts';
import { dockerignore } from './dockerignore.ts';

/** What execution environments are started from: an image, and the volumes with what has been saved since it was built. */
export interface Generation extends AsyncDisposable {
  readonly image: string;
  readonly volumes: readonly Volume[];
  /** Takes over files that were saved. False if that needs a new image. Rejects with a BuildError. */
  update(files: readonly string[]): Promise<boolean>;
}

export interface GenerationOptions {
  readonly directory: string;
  /** Whether every change needs a new image. */
  readonly isExact: boolean;
  readonly isShown: boolean;
  readonly signal: AbortSignal;
}

/** Where the build stage has what will be the files of the image. */
function inRootfs(directory: string): string {
  return `/rootfs${directory}`;
}

/** Of the generator, in every language: they make the image, and are not in it. */
const ofImage = ['Dockerfile', '.dockerignore', 'entry_script.sh', '.lambda-container'];
/** More names than that, as a `git checkout` may change, are not worth a command line. */
const mostFiles = 500;

/** Builds a project. Rejects with a BuildError or a DockerError. */
export async function createGeneration(
  { name, platform, reload }: ProjectHere,
  { directory, isExact, isShown, signal }: GenerationOptions,
): Promise<Generation> {
  const build = { directory, platform, isShown, signal };
  const image = await buildImage({ ...build, target: 'function', tag: `${name}:function` });
  const undo = createUndoList();
  const isReloaded =
    !isExact && (reload?.needs === undefined || existsSync(path.join(directory, reload.needs)));
  if (reload === undefined || !isReloaded) {
    return { image, volumes: [], update: async () => false, ...undo };
  }
  const id = `lambda-container-${name}-${randomUUID()}`;
  const volumes = reload.directories.map((target) => ({
    name: `${id}${target.replaceAll('/', '-')}`,
    directory: target,
  }));
  const limits = { limitMs: commandLimitMs, signal };
  let container: BuildContainer;
  try {
    const stage = await buildImage({ ...build, target: 'build', tag: `${name}:build` });
    await createVolumes(image, volumes, limits, undo);
    const inStage = volumes.map((each) => ({ ...each, directory: inRootfs(each.directory) }));
    container = await startBuildContainer(
      {
        name: id,
        image: stage,
        directory,
        volumes: inStage,
        sources: reload.isCopied ? ['/src', inRootfs('/var/task')] : ['/src'],
        command: reload.command,
        isStartedAhead: reload.isStartedAhead ?? false,
        ...limits,
      },
      undo,
    );
  } catch (error) {
    await undo[Symbol.asyncDispose]();
    throw error;
  }
  const needsImage = dockerignore().add([...ofImage, ...reload.except]);
  // What a compiler does only once is done before the first change. If it fails, the first change says so.
  let last = container.build([]).catch(() => {});
  return {
    image,
    volumes,
    async update(files) {
      if (files.length > mostFiles) return false;
      if (files.some((file) => needsImage.ignores(file))) return false;
      const update = last.then(() => container.build(files));
      last = update.catch(() => {});
      try {
        await update;
        return true;
      } catch (error) {
        if (isRemoved(error)) return false;
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      await undo[Symbol.asyncDispose]();
      await last;
    },
  };
}
