import type { Container } from '../docker/container.ts';
import { DockerError } from '../docker/docker.ts';

/**
 * Resolves when the first process has been there for so long, which Docker's part of the start is no part of.
 * Rejects with a DockerError if the engine does not start one, or does not tell.
 */
export function processTimer(container: Container, ms: number) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const beganAt = performance.now();
  let timeout: NodeJS.Timeout | undefined;
  let isCleared = false;
  function wait(left: number): void {
    if (isCleared) return;
    timeout = setTimeout(() => void check().catch(reject), left);
  }
  async function check(): Promise<void> {
    const { startedAt } = await container.firstProcess();
    if (startedAt === undefined && performance.now() - beganAt >= container.commandLimitMs) {
      throw new DockerError('docker start has not started a process in time: the engine hangs.', {
        command: 'start',
      });
    }
    const left = startedAt === undefined ? ms : ms - (Date.now() - startedAt);
    if (left > 0) wait(left);
    else resolve();
  }
  // Nobody waits for it any more once it is cleared.
  promise.catch(() => {});
  wait(ms);
  return {
    promise,
    clear() {
      isCleared = true;
      clearTimeout(timeout);
    },
  };
}
