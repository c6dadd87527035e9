import { expect, test } from 'vitest';

import { createJournal } from '../../../cli/dev/journal.ts';
import { serveFunctions } from '../../../cli/dev/serve-functions.ts';
import { readDevSettings } from '../../../cli/dev/settings.ts';
import { createWebSocketClients } from '../../../cli/dev/websocket-clients.ts';
import { devFlags } from '../../../cli/flags.ts';
import type { SandboxOptions } from '../../../lambda/sandbox/sandbox.ts';
import { readFlags } from '../../../terminal/flags.ts';

/** What the execution environment of a function is started with. */
async function sandboxOptions(args: readonly string[]): Promise<SandboxOptions> {
  const { promise, resolve } = Promise.withResolvers<SandboxOptions>();
  const orders = { name: 'orders', handler: 'app.handler', event: 'direct' };
  await using served = serveFunctions(
    [orders as never],
    readDevSettings(readFlags(devFlags, args)),
    async () => ({
      image: 'orders:function',
      volumes: [],
      update: async () => false,
      [Symbol.asyncDispose]: async () => {},
    }),
    createWebSocketClients(),
    createJournal(),
    String,
    (options) => {
      resolve(options);
      throw new Error('There is no engine.');
    },
  );
  const invoked = served.functions
    .get('orders')!
    .invoke(Buffer.from('{}'), { requestId: 'id', source: 'Invoke' });
  await expect(invoked).rejects.toThrow('There is no engine.');
  return await promise;
}

test('an execution environment has the settings of the function, and one invocation at a time', async () => {
  const given = ['--memory', '256', '--timeout', '9', '--env', 'COLOR=red', '--concurrency', '4'];
  const { onLog: _, ...options } = await sandboxOptions(given);
  expect(options).toStrictEqual({
    image: 'orders:function',
    command: ['app.handler'],
    functionName: 'orders',
    volumes: [],
    memoryMb: 256,
    timeoutMs: 9000,
    env: { COLOR: 'red' },
    isProcessorLimited: false,
    settleMs: 20,
  });
});
