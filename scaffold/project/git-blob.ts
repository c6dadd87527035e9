import { createHash } from 'node:crypto';

/**
 * The id that git gives to a file with these contents. With it, git can find the generated version of a file
 * in the history of the project.
 */
export function gitBlobId(contents: Buffer): string {
  return createHash('sha1').update(`blob ${contents.length}\0`).update(contents).digest('hex');
}
