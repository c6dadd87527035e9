import { commandLine } from '../../programs/command-line.ts';
import { BuildError } from './build-image.ts';
import { createLimitFactor } from './container.ts';
import { DockerError, runDocker } from './docker.ts';
import { handRemoval, type Owner } from './removal.ts';
import { type Volume, volumeFlags } from './volume.ts';

/** A container of a build stage that is kept to build again what has changed. */
export interface BuildContainer {
  /**
   * Copies files of the project to `directories`, or removes there those that are gone, and runs a command of sh in the first
   * of them. Rejects with a BuildError if that fails, or with a DockerError, such as one that isRemoved.
   */
  build(
    files: readonly string[],
    directories: readonly [string, ...string[]],
    command: string,
  ): Promise<void>;
}

export interface BuildContainerOptions {
  readonly name: string;
  /** Of the build stage. It has `sh`, `sleep` and the GNU commands for files. */
  readonly image: string;
  /** The project. */
  readonly directory: string;
  /** What the command writes to. */
  readonly volumes: readonly Volume[];
  readonly limitMs: number;
}

/** `chmod`: Lambda's user is neither the owner of the files nor in their group. */
const script = `
set -e
directories=$1 command=$2 writable=$3
shift 3
cd /project
for directory in $directories; do
  for file; do
    if [ -e "$file" ] || [ -L "$file" ]; then
      cp --archive --parents -- "$file" "$directory"
    else
      rm -f -- "$directory/$file"
    fi
  done
done
cd "\${directories%% *}"
eval "$command"
chmod -R a+rX $writable
`;

/** The removal of the container is handed to `owner`. Rejects with a DockerError. */
export async function startBuildContainer(
  { name, image, directory, volumes, limitMs }: BuildContainerOptions,
  owner: Owner,
): Promise<BuildContainer> {
  handRemoval(owner, 'container', [name], limitMs);
  const flags = ['--name', name, '--detach', '--init', '--entrypoint', 'sleep'];
  // SELinux would keep it from reading files that are not labelled for containers.
  flags.push('--security-opt', 'label=disable');
  flags.push('--mount', `type=bind,source=${directory},target=/project,readonly`);
  flags.push(...volumeFlags(volumes, true));
  const run = commandLine('run', flags, [image, 'infinity']);
  await runDocker(run, { limitMs: limitMs * createLimitFactor });
  const writable = volumes.map((each) => each.directory).join(' ');

  async function execute(command: readonly string[]): Promise<void> {
    const exec = commandLine('exec', [], [name, ...command]);
    try {
      await runDocker(exec);
    } catch (error) {
      // The engine was stopped meanwhile.
      if (!(error instanceof DockerError) || !isStopped.test(error.message)) throw error;
      await runDocker(commandLine('start', [], [name]), { limitMs });
      await runDocker(exec);
    }
  }

  return {
    async build(files, directories, command) {
      const given = [directories.join(' '), command, writable, ...files];
      try {
        await execute(['sh', '-c', script, 'sh', ...given]);
      } catch (error) {
        if (!(error instanceof DockerError) || error.isMissing || isRemoved(error)) throw error;
        throw new BuildError(error.output.trimEnd(), { cause: error });
      }
    },
  };
}

const isStopped = /^Error response from daemon: container \S+ is not running/i;

/** Whether the container that a command was for has been removed. */
export function isRemoved(error: unknown): boolean {
  return (
    error instanceof DockerError &&
    /^Error response from daemon: no such container/i.test(error.message)
  );
}
