import type { Readable } from 'node:stream';

import type { Budget } from '../budget.ts';

/** The chunks of a stream, told to the budget as input. The stream is left as it is when no more are taken. */
export async function* received(
  stream: Readable,
  budget: Budget,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    budget.receive((chunk as Buffer).length);
    yield chunk as Buffer;
  }
}
