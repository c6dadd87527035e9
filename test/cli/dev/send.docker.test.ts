import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { type Dev, startDev } from './start-dev.ts';

let dev: Dev;
const bucket = temporaryDirectory();
beforeAll(async () => {
  const flags = ['--bucket', `photos=${bucket.path}`, '--schedule', '--retry-delay', '0'];
  dev = await startDev('python', flags, {
    event: 'sqs',
    functions: { s3: 's3', schedule: 'schedule' },
  });
});
afterAll(async () => {
  await dev[Symbol.asyncDispose]();
  bucket[Symbol.dispose]();
});

async function send(...args: readonly string[]): Promise<string> {
  const { exitCode, stderr } = await runCli(dev.directory, [
    'send',
    ...args,
    '--port',
    String(dev.port),
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  return stderr;
}

test('a batch of SQS: one message fails five times, and is sent again', async () => {
  const from = dev.output().length;
  expect(await send('sqs', `events/${dev.name}/batch.json`)).toBe(`Sent 3 to ${dev.name} (sqs).`);
  await dev.printed(/message 99e38373-[\da-f-]+ failed 5 times, and is given up/, from);
  const printed = dev.output().slice(from);
  expect(printed).toContain('1 of 3 in the batch failed, again in 0 s');
  expect(printed.match(/order A-1001: 4990 cents/g)).toHaveLength(1);
  expect(printed.match(/message 99e38373-[\da-f-]+ failed$/gm)).toHaveLength(5);
  const after = dev.output().length;
  expect(await send('--failed')).toBe('Sent 1 again.');
  await dev.printed(/failed 5 times, and is given up/, after);
});

test('a file that is put into the bucket', async () => {
  const from = dev.output().length;
  writeFileSync(path.join(bucket.path, 'a b+c.txt'), 'hello');
  await dev.printed(/ObjectCreated:Put: a b\+c\.txt in photos/, from);
});

test('a schedule by hand', async () => {
  const from = dev.output().length;
  await send('schedule');
  await dev.printed(/running daily-report for 20/, from);
});
