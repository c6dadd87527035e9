import { nameIn } from '@lib/name.ts';

/** The second function of this image, which shares a file with the first. */
export async function handler(event: unknown): Promise<string> {
  return `other: ${nameIn(event)}`;
}
