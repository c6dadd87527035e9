/** Lets so many go on at once, in the order in which they come; gives what ends one's turn. */
function createSlots(count: number) {
  let free = count;
  const waiting: (() => void)[] = [];

  function release(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  return {
    async take(): Promise<() => void> {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return release;
    },
  };
}

/** Environments that are there at once: most of what they do is to wait. */
const slots = createSlots(12);

/** Starts as soon as there is room, and makes room at its end. */
export async function startInSlot<Started extends AsyncDisposable>(
  start: () => Promise<Started>,
): Promise<Started> {
  const release = await slots.take();
  const started = await start().catch((error: unknown) => {
    release();
    throw error;
  });
  return {
    ...started,
    async [Symbol.asyncDispose]() {
      await started[Symbol.asyncDispose]();
      release();
    },
  };
}
