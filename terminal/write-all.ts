import { once } from 'node:events';

/** Writes to a stream, and waits while it is full. A stream whose reader has gone takes everything. */
export async function writeAll(
  stream: NodeJS.WriteStream,
  chunk: string | Uint8Array,
): Promise<void> {
  if (stream.destroyed || stream.write(chunk)) return;
  const settled = new AbortController();
  const options = { signal: settled.signal };
  const ends = ['drain', 'close', 'error'].map((event) => once(stream, event, options));
  // An error is told by watchOutput.
  await Promise.race(ends).catch(() => {});
  settled.abort();
  await Promise.allSettled(ends);
}
