import { PassThrough } from 'node:stream';

import { commandLine } from '../../programs/command-line.ts';
import { BuildError } from './build-image.ts';
import { createLimitFactor } from './container.ts';
import { DockerError, runDocker } from './docker.ts';
import { handRemoval, type Owner } from './removal.ts';
import { type Volume, volumeFlags } from './volume.ts';

/** A container of a build stage that is kept to build again what has changed. */
export interface BuildContainer {
  /**
   * Takes over files of the project, or removes those that are gone, and runs the command. One call at a time. Rejects with
   * a BuildError if that fails, or with a DockerError, such as one that isRemoved.
   */
  build(files: readonly string[]): Promise<void>;
}

export interface BuildContainerOptions {
  readonly name: string;
  /** Of the build stage. It has `sh`, `sleep` and the GNU commands for files. */
  readonly image: string;
  /** The project. */
  readonly directory: string;
  /** What the command writes to. */
  readonly volumes: readonly Volume[];
  /** What has the files of the project. */
  readonly sources: readonly [string, ...string[]];
  /** Of sh, in the first of `sources`. */
  readonly command: string;
  /**
   * Whether the command is started before the files are known, to load what it needs. On its standard input, it gets a line as
   * soon as they are in `sources`, or none if that fails.
   */
  readonly isStartedAhead: boolean;
  readonly limitMs: number;
}

/**
 * The names of the files come on standard input. They get the time of the next second: some compilers compile only what is newer than
 * what they have compiled, some of them count in seconds, and a file that was moved here may be older.
 *
 * `chmod`: Lambda's user is neither the owner of the files nor in their group.
 */
const script = `
set -e
sources=$1 command=$2 ahead=$3 writable=$4
take_files() {
  xargs -0 sh -c '
set -e
cd /project
sources=$1
shift
for directory in $sources; do
  for file; do
    if [ -e "$file" ] || [ -L "$file" ]; then
      cp --archive --parents -- "$file" "$directory"
      touch --no-dereference --date="1 second" -- "$directory/$file"
    else
      rm -f -- "$directory/$file"
    fi
  done
done' sh "$sources" <&3
}
exec 3<&0 </dev/null
cd "\${sources%% *}"
if [ "$ahead" = true ]; then
  { take_files && echo; } | eval "$command"
else
  take_files
  eval "$command"
fi
chmod -R a+rX $writable
`;

/** The removal of the container is handed to `owner`. Rejects with a DockerError. */
export async function startBuildContainer(
  options: BuildContainerOptions,
  owner: Owner,
): Promise<BuildContainer> {
  const { name, image, directory, volumes, limitMs } = options;
  handRemoval(owner, 'container', [name], limitMs);
  const flags = ['--name', name, '--detach', '--init', '--entrypoint', 'sleep'];
  // SELinux would keep it from reading files that are not labelled for containers.
  flags.push('--security-opt', 'label=disable');
  flags.push('--mount', `type=bind,source=${directory},target=/project,readonly`);
  flags.push(...volumeFlags(volumes, true));
  const run = commandLine('run', flags, [image, 'infinity']);
  await runDocker(run, { limitMs: limitMs * createLimitFactor });
  let next = startAhead(options);
  return {
    async build(files) {
      if (next.hasEnded()) {
        // The engine was stopped meanwhile, or the container.
        await runDocker(commandLine('start', [], [name]), { limitMs });
        next = startAhead(options);
      }
      const { names, ended } = next;
      names.end(files.join('\0'));
      try {
        await ended;
      } catch (error) {
        if (!(error instanceof DockerError) || error.isMissing || isRemoved(error)) throw error;
        throw new BuildError(error.output.trimEnd(), { cause: error });
      } finally {
        next = startAhead(options);
      }
    },
  };
}

/** Whether the container that a command was for has been removed. */
export function isRemoved(error: unknown): boolean {
  return (
    error instanceof DockerError &&
    /^Error response from daemon: no such container/i.test(error.message)
  );
}

/** A build that waits for the names of files. */
interface AheadBuild {
  readonly names: PassThrough;
  readonly ended: Promise<unknown>;
  readonly hasEnded: () => boolean;
}

function startAhead({
  name,
  volumes,
  sources,
  command,
  isStartedAhead,
}: BuildContainerOptions): AheadBuild {
  const writable = volumes.map((each) => each.directory).join(' ');
  const given = [sources.join(' '), command, String(isStartedAhead), writable];
  const args = commandLine('exec', ['--interactive'], [name, 'sh', '-c', script, 'sh', ...given]);
  const names = new PassThrough();
  const ended = runDocker(args, { input: names });
  let hasEnded = false;
  // Whoever builds is told. Without another build, it ends with the container.
  ended.finally(() => (hasEnded = true)).catch(() => {});
  return { names, ended, hasEnded: () => hasEnded };
}
