import { execa, ExecaError } from 'execa';

import { explainedDockerError } from './docker.ts';
import type { Archive } from '../image/archive/archive.ts';
import { savedName } from './saved-name.ts';
import { readTarArchive } from '../image/archive/tar-stream-archive.ts';

/** An image of the local engine, by what `docker save` writes. Reading it rejects with a DockerError too. */
export function dockerArchive(image: string): Archive {
  return {
    name: image,
    kind: 'docker',
    async read(onFile) {
      const name = await savedName(image);
      // No name of an image begins with a dash: what follows the two dashes is no option.
      const child = execa('docker', ['image', 'save', '--', name], {
        stdin: 'ignore',
        buffer: { stdout: false },
      });
      // Attached at once, since it may fail before the reader is through.
      const failed = child.then(
        () => undefined,
        (error: unknown) => error,
      );
      const [links] = await Promise.allSettled([
        readTarArchive(image, child.stdout, onFile).catch((error: unknown) => {
          child.kill('SIGKILL');
          throw error;
        }),
      ]);
      const failure = await failed;
      const wasKilled = failure instanceof ExecaError && failure.signal === 'SIGKILL';
      // What it wrote before it failed by itself is cut off, which says less.
      if (failure !== undefined && !(wasKilled && links.status === 'rejected'))
        throw explainedDockerError(failure);
      if (links.status === 'rejected') throw links.reason;
      return links.value;
    },
  };
}
