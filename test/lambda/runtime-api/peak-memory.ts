/**
 * Prints how many MB the process of a Runtime API takes at most while it is flooded. It has as many invocations under way as it may.
 *
 *     node test/lambda/runtime-api/peak-memory.ts KIND
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { keepHeapSmall } from '../../../cli/keep-heap-small.ts';
import { startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
import { peakMb } from '../../helpers/peak-mb.ts';
import { runtimeClient } from './runtime-client.ts';

keepHeapSmall();
const concurrency = 64;
const api = await startRuntimeApi({ concurrency, timeoutMs: 10 * 60_000 });
{
  using runtime = runtimeClient(api.address);
  for (let at = 0; at < concurrency; at += 1) {
    api.invoke('{}', { requestId: String(at) }).catch(() => {});
    await runtime.next();
  }
}
const flood = fork(fileURLToPath(new URL('flood.ts', import.meta.url)), [
  api.address,
  process.argv[2]!,
]);
await once(flood, 'exit');
console.log(peakMb());
process.exit();
