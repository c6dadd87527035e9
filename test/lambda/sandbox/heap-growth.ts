/**
 * Prints by how many bytes the memory of a process with a sandbox has grown from the first invocations to the last one.
 *
 *     node --expose-gc test/lambda/sandbox/heap-growth.ts image invocations
 */
import { startSandbox } from '../../../lambda/sandbox/start-sandbox.ts';
import { usedBytes } from '../../helpers/used-bytes.ts';

const [image, invocations] = process.argv.slice(2) as [string, string];
const firstInvocations = 500;

await using sandbox = await startSandbox({
  image,
  memoryMb: 1769,
  timeoutMs: 900_000,
  settleMs: 0,
});
async function invokeAll(count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    await sandbox.invoke('{"do":"log","out":"a line","err":"another"}');
  }
}
await invokeAll(firstInvocations);
const before = await usedBytes();
await invokeAll(Number(invocations) - firstInvocations);
console.log((await usedBytes()) - before);
