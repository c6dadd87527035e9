import { setTimeout as sleep } from 'node:timers/promises';

import type { RuntimeApi } from '../runtime-api/start-runtime-api.ts';
import type { Container } from '../docker/container.ts';
import { refusedConnections } from './refused-connections.ts';
import type { Init, RuntimeProcess } from './runtime-process.ts';

/**
 * Starts a runtime while the Runtime API refuses connections. The Runtime API accepts connections `delayMs` after the
 * first refused one, or immediately if the runtime has exited because of it.
 */
export async function startWithLateApi(
  start: () => Promise<Init>,
  { api, runtime, container }: { api: RuntimeApi; runtime: RuntimeProcess; container: Container },
  delayMs: number,
): Promise<Init> {
  await api.goAway();
  const starting = start();
  // The promise may reject before it is awaited.
  starting.catch(() => {});
  const ended = runtime.ended().then(() => true);
  while (!(await Promise.race([ended, sleep(20, false)]))) {
    const { id } = await container.firstProcess();
    if (id > 0 && refusedConnections(id) !== 0) break;
  }
  await Promise.race([ended, sleep(delayMs)]);
  await api.comeBack();
  return starting;
}
