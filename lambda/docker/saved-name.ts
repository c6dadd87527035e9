import { docker, DockerError } from './docker.ts';

/**
 * The name that `docker save` has to be given for the image that all other commands mean: without a tag it
 * would save the images of all tags. Rejects with a DockerError if there is no engine.
 */
export async function savedName(image: string): Promise<string> {
  const last = image.slice(image.lastIndexOf('/') + 1);
  if (/[:@]/.test(last)) return image;
  const latest = `${image}:latest`;
  // Hexadecimal digits may be the id of an image, unless an image has them for its name.
  if (!/^[0-9a-f]+$/.test(image)) return latest;
  try {
    await docker('image', 'inspect', '--format', '{{.Id}}', latest);
    return latest;
  } catch (error) {
    if (error instanceof DockerError && !error.isMissing) return image;
    throw error;
  }
}
