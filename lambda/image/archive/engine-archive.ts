import type { Readable } from 'node:stream';

import type { Archive } from './archive.ts';
import { received } from './received.ts';
import { readTarArchive } from './tar-stream-archive.ts';

/** Passes a tar of an image, as `docker save` writes it, to `read`, and returns its result. */
export type SaveImage = <Result>(
  image: string,
  read: (tar: Readable) => Promise<Result>,
) => Promise<Result>;

/** An image of an engine. Reading it also rejects with the errors of `save`. */
export function engineArchive(image: string, save: SaveImage): Archive {
  return {
    name: image,
    kind: 'docker',
    read: (onFile, budget) =>
      save(image, async (tar) => {
        const links = await readTarArchive(image, received(tar, budget), budget, onFile);
        // The engine fails if it cannot write to the end.
        tar.resume();
        return links;
      }),
  };
}
