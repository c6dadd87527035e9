import { ImageError } from '../image-error.ts';
import { maxImageBytes } from '../limits.ts';

/** More than Lambda takes, and so much that the rest is not read. */
export function tooLarge(name: string): ImageError {
  return new ImageError({
    expected: `at most ${maxImageBytes} bytes, which is more than the 10 GB that Lambda takes, in ${name}`,
    found: 'more',
    fix: 'Leave out what the function does not need.',
  });
}
