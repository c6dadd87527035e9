import { execa, ExecaError } from 'execa';
import type { Readable } from 'node:stream';

import { explainedDockerError } from './docker.ts';
import { savedName } from './saved-name.ts';

/**
 * Hands what `docker save` writes of an image to `read`. Rejects with a DockerError if the engine does not
 * give all of it, and else as `read` does.
 */
export async function saveImage<Result>(
  image: string,
  read: (tar: Readable) => Promise<Result>,
): Promise<Result> {
  const name = await savedName(image);
  // No name of an image begins with a dash: what follows the two dashes is no option.
  const args = ['image', 'save', '--', name];
  const child = execa('docker', args, {
    stdin: 'ignore',
    buffer: { stdout: false },
  });
  // Attached at once, since it may fail before the reader is through.
  const failed = child.then(
    () => undefined,
    (error: unknown) => error,
  );
  const [result] = await Promise.allSettled([
    read(child.stdout).catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    }),
  ]);
  const failure = await failed;
  const wasKilled = failure instanceof ExecaError && failure.signal === 'SIGKILL';
  // What it wrote before it failed by itself is cut off, which says less.
  if (failure !== undefined && !(wasKilled && result.status === 'rejected'))
    throw explainedDockerError(failure, args);
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
