import { ImageError } from '../image-error.ts';
import { maxNameLength, maxPathLength } from '../limits.ts';

/** A path without `.`, doubled slashes and the slashes at its ends. Engines refuse what leads out of the image. */
export function insideRoot(path: string, name: string): string {
  if (path.length > maxPathLength) throw tooLong(path, name);
  const names = path.split('/').filter((part) => part !== '' && part !== '.');
  const wrong = names.find((part) => part === '..' || part.length > maxNameLength);
  if (wrong === undefined) return names.join('/');
  throw new ImageError({
    expected: `paths within the image in ${name}`,
    found: JSON.stringify(path.slice(0, 300)),
    fix: 'No engine accepts such a path: do not trust this image.',
  });
}

/** The error for a path, or a target of a link, that is longer than any of Linux. */
export function tooLong(path: string, name: string): ImageError {
  return new ImageError({
    expected: `paths of at most ${maxPathLength} characters in ${name}`,
    found: `one of ${path.length} that begins with ${JSON.stringify(path.slice(0, 80))}`,
    fix: 'Linux takes none that is longer: write the image again.',
  });
}
