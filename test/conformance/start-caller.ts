import type { Caller } from './subject.ts';
import { startContainer } from '../docker/container.ts';

/** A function behind the Runtime Interface Emulator, which does not tell errors from results. */
export async function startCaller(image: string): Promise<Caller & AsyncDisposable> {
  const container = await startContainer(image);
  return {
    send: async (event) => ({ body: await container.invoke(event), isError: undefined }),
    [Symbol.asyncDispose]: () => container[Symbol.asyncDispose](),
  };
}
