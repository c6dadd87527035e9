import { commandLine } from '../../programs/command-line.ts';
import { DockerError, runDocker } from './docker.ts';

/**
 * The image name for `docker save`: without a tag, it would save the images of all tags, while other commands use
 * `latest`. Rejects with a DockerError if there is no engine.
 */
export async function savedName(image: string): Promise<string> {
  const last = image.slice(image.lastIndexOf('/') + 1);
  if (/[:@]/.test(last)) return image;
  const latest = `${image}:latest`;
  // Hexadecimal digits can be an image id, unless an image has them as its name.
  if (!/^[0-9a-f]+$/.test(image)) return latest;
  try {
    await runDocker(commandLine('image inspect', ['--format', '{{.Id}}'], [latest]));
    return latest;
  } catch (error) {
    if (error instanceof DockerError && !error.isMissing) return image;
    throw error;
  }
}
