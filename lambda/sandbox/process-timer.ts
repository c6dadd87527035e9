import type { Container } from '../docker/container.ts';
import { DockerError } from '../docker/docker.ts';

/**
 * Resolves when the first process has run for the given time, not counting Docker's own start-up time. Rejects with a
 * DockerError if the engine does not start a process or does not respond.
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
      throw new DockerError(
        'docker start timed out before it started a process: the engine hangs.',
        {
          command: 'start',
        },
      );
    }
    const left = startedAt === undefined ? ms : ms - (Date.now() - startedAt);
    if (left > 0) wait(left);
    else resolve();
  }
  // After `clear`, nothing awaits the promise.
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
