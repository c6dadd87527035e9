import { commandLine } from '../../programs/command-line.ts';
import { DockerError, type DockerOptions, runDocker } from './docker.ts';

/** What an image says about its containers. */
export interface ImageConfig {
  env: Readonly<Record<string, string>>;
  /** The directories of VOLUME. */
  volumes: readonly string[];
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
  const args = commandLine('image inspect', ['--format', '{{json .Config}}'], [image]);
  const { stdout } = await runDocker(args, options);
  const { Env, Volumes } = parsed(stdout);
  const pairs = (Env ?? []).map((each) => /^([^=]*)=?(.*)$/s.exec(each)!.slice(1));
  return { env: Object.fromEntries(pairs), volumes: Object.keys(Volumes ?? {}) };
}

interface Config {
  Env?: string[] | null;
  Volumes?: Record<string, object> | null;
}

function parsed(text: string): Config {
  try {
    // An image may have no config at all.
    return (JSON.parse(text) as Config | null) ?? {};
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
