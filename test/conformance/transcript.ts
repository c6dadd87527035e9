import { AssertionError } from 'node:assert/strict';

/** What a function has written, and what it is waited for to write. */
export interface Transcript {
  add: (text: string) => void;
  all: () => string;
  /** The first whole line with this text; rejects with an AssertionError if none comes. */
  line: (text: string | RegExp) => Promise<string>;
}

/** For what has been written to come through a pipe. */
const limitMs = 20_000;

export function createTranscript(): Transcript {
  let written = '';
  const waiting = new Set<() => void>();

  function find(text: string | RegExp): string | undefined {
    return written
      .slice(0, written.lastIndexOf('\n') + 1)
      .split('\n')
      .find((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));
  }

  return {
    add: (text) => {
      written += text;
      for (const check of waiting) check();
    },
    all: () => written,
    line: async (text) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      function check(): void {
        const line = find(text);
        if (line !== undefined) resolve(line);
      }
      const message = `Expected a line with ${text.toString().slice(0, 100)}, and it was not written`;
      const timer = setTimeout(() => reject(new AssertionError({ message })), limitMs);
      waiting.add(check);
      check();
      try {
        return await promise;
      } finally {
        waiting.delete(check);
        clearTimeout(timer);
      }
    },
  };
}
