import { readFileSync } from 'node:fs';

import { InvokeCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { type Dev, startDev } from './start-dev.ts';

async function greet({ client, name }: Dev, who: string): Promise<void> {
  const payload = JSON.stringify({ name: who });
  const { Payload } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: payload }),
  );
  const response = JSON.parse(Buffer.from(Payload!).toString()) as unknown;
  expect(response).toStrictEqual({ message: `Hello, ${who}!` });
}

/** Of the dev process, in MB. */
function residentMb({ process_ }: Dev): number {
  const status = readFileSync(`/proc/${process_.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
}

test('10,000 invocations in a row each get their own response, and the memory of dev stays level', async () => {
  await using dev = await startDev('python');
  for (let count = 0; count < 2000; count++) await greet(dev, `visitor ${count}`);
  const before = residentMb(dev);
  for (let count = 2000; count < 10_000; count++) await greet(dev, `visitor ${count}`);
  // The journal keeps up to 32 MB of what has happened; the collector of garbage takes its time.
  expect(residentMb(dev) - before).toBeLessThan(100);
  expect(dev.output().match(/ duration /g)).toHaveLength(10_000);
});
