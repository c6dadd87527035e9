import type { Stream } from '../docker/container.ts';

/** What a function has written, as far as it has come. */
export interface Log {
  /** From the function. A line is handed on when it is whole: the two streams must not mix within one. */
  write: (text: string, stream: Stream) => void;
  /** Hands on what is no whole line, and will be none. */
  flush(): void;
  /** A line of Lambda's own, which is no part of the function's. */
  note(line: string): void;
  /** From here on; gives a function that tells what has come since. */
  mark(): () => string;
  /** Resolves when nothing has come for the given time, and flushes. */
  settled(ms: number): Promise<void>;
}

/** `onLog` gets everything, in the order in which it comes. */
export function createLog(onLog: (text: string) => void): Log {
  const marks = new Set<string[]>();
  const listeners = new Set<() => void>();
  const unfinished: Record<Stream, string> = { stdout: '', stderr: '' };
  let isAtStartOfLine = true;

  function hand(text: string): void {
    isAtStartOfLine = text.endsWith('\n');
    onLog(text);
  }

  function handOn(text: string): void {
    if (text === '') return;
    for (const parts of marks) parts.push(text);
    hand(text);
  }

  function flush(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      handOn(unfinished[stream]);
      unfinished[stream] = '';
    }
  }

  return {
    write: (text, stream) => {
      for (const listener of listeners) listener();
      const all = unfinished[stream] + text;
      const end = all.lastIndexOf('\n') + 1;
      unfinished[stream] = all.slice(end);
      handOn(all.slice(0, end));
    },
    flush,
    note(line) {
      hand(`${isAtStartOfLine ? '' : '\n'}${line}\n`);
    },
    mark() {
      const parts: string[] = [];
      marks.add(parts);
      return () => {
        marks.delete(parts);
        return parts.join('');
      };
    },
    settled: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          listeners.delete(restart);
          flush();
          resolve();
        }, ms);
        function restart() {
          timer.refresh();
        }
        listeners.add(restart);
      }),
  };
}
