import { execa, ExecaError } from 'execa';
import type { Readable } from 'node:stream';

import { commandLine } from '../../programs/command-line.ts';
import { explainedDockerError } from './docker.ts';
import { savedName } from './saved-name.ts';

/**
 * Passes the output of `docker save` for an image to `read`. Rejects with a DockerError if the output is incomplete,
 * otherwise as `read` does.
 */
export async function saveImage<Result>(
  image: string,
  read: (tar: Readable) => Promise<Result>,
): Promise<Result> {
  const name = await savedName(image);
  const args = commandLine('image save', [], [name]);
  const child = execa('docker', args, {
    stdin: 'ignore',
    buffer: { stdout: false },
  });
  // Attached immediately: the command may fail before `read` has finished.
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
  // If the command failed by itself, its error explains more than the error for truncated output.
  if (failure !== undefined && !(wasKilled && result.status === 'rejected'))
    throw await explainedDockerError(failure, args);
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
