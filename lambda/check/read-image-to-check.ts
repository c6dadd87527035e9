import { saveImage } from '../docker/save-image.ts';
import type { ImageFacts } from '../image/image-facts.ts';
import { readImage } from '../image/read-image.ts';
import { keepForRules } from './keep-for-rules.ts';

/**
 * Reads an image from the local engine, a tar file or an OCI layout directory, with the file contents that the rules
 * need. Rejects with an ImageError or a DockerError.
 */
export function readImageToCheck(
  name: string,
  options: { architecture?: string } = {},
): Promise<ImageFacts> {
  return readImage(name, { ...options, keep: keepForRules, save: saveImage });
}
