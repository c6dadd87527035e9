import { DockerError, runDocker } from './docker.ts';

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
export async function imageConfig(image: string, limitMs: number): Promise<ImageConfig> {
  try {
    return await inspect(image, limitMs);
  } catch (error) {
    if (!(error instanceof DockerError && isAbsent.test(error.message))) throw error;
  }
  await runDocker(['image', 'pull', '--quiet', '--', image]);
  return inspect(image, limitMs);
}

const isAbsent = /no such image/i;

async function inspect(image: string, limitMs: number): Promise<ImageConfig> {
  const args = ['image', 'inspect', '--format', '{{json .Config}}', '--', image];
  const { stdout } = await runDocker(args, { limitMs });
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
