import type { Stream } from '../docker/container.ts';

/** The log of a function. */
export interface Log {
  /** Output of the function. Only complete lines are passed on, so that the two streams do not mix within a line. */
  write: (text: string, stream: Stream) => void;
  /** Passes on incomplete lines. */
  flush(): void;
  /** A line of Lambda's own, separate from the function's output. */
  note(line: string): void;
  /** Starts recording; the returned function returns the output since then. */
  mark(): () => string;
  /** Waits until there was no output for the given time, then flushes. */
  settled(ms: number): Promise<void>;
}

/** `onLog` receives all output in order. */
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
