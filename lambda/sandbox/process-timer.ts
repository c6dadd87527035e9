import type { Container } from '../docker/container.ts';

/** Resolves when the first process has been there for so long, which Docker's part of the start is no part of. */
export function processTimer(container: Container, ms: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let timeout: NodeJS.Timeout | undefined;
  let isCleared = false;
  function wait(left: number): void {
    if (isCleared) return;
    timeout = setTimeout(() => void check(), left);
  }
  async function check(): Promise<void> {
    const { startedAt } = await container.firstProcess();
    const left = startedAt === undefined ? ms : ms - (Date.now() - startedAt);
    if (left > 0) wait(left);
    else resolve();
  }
  wait(ms);
  return {
    promise,
    clear() {
      isCleared = true;
      clearTimeout(timeout);
    },
  };
}
