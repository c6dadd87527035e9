import type { Readable } from 'node:stream';

import type { Archive } from './archive.ts';
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
    read: (onFile) => save(image, (tar) => readTarArchive(image, tar, onFile)),
  };
}
