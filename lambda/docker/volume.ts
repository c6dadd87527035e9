import { commandLine } from '../../programs/command-line.ts';
import { createLimitFactor } from './container.ts';
import { type DockerOptions, runDocker } from './docker.ts';
import { handRemoval, type Owner } from './removal.ts';

/** A directory of containers that is kept by the engine. */
export interface Volume {
  readonly name: string;
  /** Where containers have it. */
  readonly directory: string;
}

/** Flags of `docker create` for volumes. */
export function volumeFlags(volumes: readonly Volume[], isWritable: boolean): string[] {
  return volumes.flatMap(({ name, directory }) => [
    '--mount',
    `type=volume,source=${name},target=${directory}${isWritable ? '' : ',readonly'}`,
  ]);
}

/**
 * Creates volumes with the files that an image has in their directories. Their removal is handed to `owner`, before which the
 * containers that have them must be removed. Rejects with a DockerError.
 */
export async function createVolumes(
  image: string,
  volumes: readonly Volume[],
  { limitMs, signal }: DockerOptions & { limitMs: number },
  owner: Owner,
): Promise<void> {
  const names = volumes.map(({ name }) => name);
  handRemoval(owner, 'volume', names, limitMs);
  // Docker copies the files into a new volume when it creates the first container that has it.
  const holder = `${names[0]}-files`;
  handRemoval(owner, 'container', [holder], limitMs);
  const flags = ['--name', holder, ...volumeFlags(volumes, true)];
  await runDocker(commandLine('create', flags, [image, 'none']), {
    limitMs: limitMs * createLimitFactor,
    ...(signal !== undefined && { signal }),
  });
}
