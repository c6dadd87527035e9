import { commandLine } from '../../programs/command-line.ts';
import { DockerError, type DockerOptions, runDocker } from './docker.ts';

/** What an image says about its containers. */
export interface ImageConfig {
  env: Readonly<Record<string, string>>;
  /** The directories of VOLUME. */
  volumes: readonly string[];
  /** The processor that it is for, as Docker names it: `amd64` or `arm64`. */
  architecture: string;
}

/**
 * Reads the config of an image, which is pulled if the engine does not have it, as `docker create` does. Rejects with a
 * DockerError.
 */
export async function imageConfig(
  image: string,
  { limitMs, signal }: { limitMs: number; signal: AbortSignal },
): Promise<ImageConfig> {
  try {
    return await inspect(image, { limitMs, signal });
  } catch (error) {
    if (!(error instanceof DockerError && isAbsent.test(error.message))) throw error;
  }
  await runDocker(commandLine('image pull', ['--quiet'], [image]), { signal });
  return inspect(image, { limitMs, signal });
}

const isAbsent = /no such image/i;

async function inspect(image: string, options: DockerOptions): Promise<ImageConfig> {
  const format = '{"Architecture":{{json .Architecture}},"Config":{{json .Config}}}';
  const args = commandLine('image inspect', ['--format', format], [image]);
  const { stdout } = await runDocker(args, options);
  const { Architecture, Config } = parsed(stdout);
  const pairs = (Config?.Env ?? []).map((each) => /^([^=]*)=?(.*)$/s.exec(each)!.slice(1));
  return {
    env: Object.fromEntries(pairs),
    volumes: Object.keys(Config?.Volumes ?? {}),
    architecture: Architecture,
  };
}

interface Inspected {
  Architecture: string;
  /** An image may have none at all. */
  Config: { Env?: string[] | null; Volumes?: Record<string, object> | null } | null;
}

function parsed(text: string): Inspected {
  try {
    return JSON.parse(text) as Inspected;
  } catch (error) {
    throw new DockerError(
      `Expected docker image inspect to print JSON, found: ${text.slice(0, 200)}`,
      {
        command: 'image inspect',
        cause: error,
      },
    );
  }
}
