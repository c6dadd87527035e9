import { createHash } from 'node:crypto';

/**
 * The id that git gives to a file with these contents: with it, an update can find the file as it
 * was generated in the user's own history.
 */
export function gitBlobId(contents: Buffer): string {
  return createHash('sha1').update(`blob ${contents.length}\0`).update(contents).digest('hex');
}
