/** Memory that the bodies of all connections share. */
export interface Room {
  /** Resolves when so many bytes are free, in the order of the calls. The returned function gives them back. */
  enter(bytes: number): Promise<() => void>;
  /** Takes so many bytes at once; undefined if they are not free. */
  take(bytes: number): (() => void) | undefined;
}

/** `most` is in bytes; no call may ask for more. */
export function createRoom(most: number): Room {
  let free = most;
  const waiting: { bytes: number; resolve: (leave: () => void) => void }[] = [];

  function occupy(bytes: number): () => void {
    free -= bytes;
    return () => {
      free += bytes;
      while (waiting.length > 0 && waiting[0]!.bytes <= free) {
        const next = waiting.shift()!;
        next.resolve(occupy(next.bytes));
      }
    };
  }

  return {
    enter(bytes) {
      if (waiting.length === 0 && bytes <= free) return Promise.resolve(occupy(bytes));
      const { promise, resolve } = Promise.withResolvers<() => void>();
      waiting.push({ bytes, resolve });
      return promise;
    },
    take: (bytes) => (bytes <= free ? occupy(bytes) : undefined),
  };
}
