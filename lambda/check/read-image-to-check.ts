import { saveImage } from '../docker/save-image.ts';
import type { ImageFacts } from '../image/image-facts.ts';
import { readImage } from '../image/read-image.ts';
import { keepForRules } from './keep-for-rules.ts';

/**
 * The facts of an image, with what the rules read of its files. The image is one of the local engine, a tar or a
 * directory in OCI layout. Rejects with an ImageError or a DockerError.
 */
export function readImageToCheck(
  name: string,
  options: { architecture?: string } = {},
): Promise<ImageFacts> {
  return readImage(name, { ...options, keep: keepForRules, save: saveImage });
}
