import type { Stream } from '../docker/container.ts';
import { createRecording, type Recording } from './recording.ts';

/** Whose text it is: output of the function, or lines of Lambda, such as START and REPORT. */
export type LogSource = 'function' | 'lambda';

/** The log of a function. Takes bounded memory, however much the function writes. */
export interface Log {
  /** Output of the function. Only complete lines are passed on, so that the two streams do not mix within a line. */
  write: (text: string, stream: Stream) => void;
  /** Passes on incomplete lines. */
  flush(): void;
  /** A line of Lambda's own, separate from the function's output. */
  note(line: string): void;
  /** Starts recording; the returned function returns the output since then, without the middle of a very long one. */
  mark(): () => string;
  /** Waits until there was no output for the given time, but not for ever, then flushes. */
  settled(ms: number): Promise<void>;
}

/** In characters. A longer line is passed on in pieces, between which the other stream may write. */
const longestLine = 1024 * 1024;

/** How often a function that never stops writing may extend the wait for its output. */
const mostExtensions = 40;

/** `onLog` receives all output in order. */
export function createLog(onLog: (text: string, source: LogSource) => void): Log {
  const marks = new Set<Recording>();
  const listeners = new Set<() => void>();
  const unfinished: Record<Stream, string> = { stdout: '', stderr: '' };
  let isAtStartOfLine = true;

  function hand(text: string, source: LogSource): void {
    isAtStartOfLine = text.endsWith('\n');
    onLog(text, source);
  }

  function handOn(text: string): void {
    if (text === '') return;
    for (const recording of marks) recording.add(text);
    hand(text, 'function');
  }

  function flushStream(stream: Stream): void {
    handOn(unfinished[stream]);
    unfinished[stream] = '';
  }

  function flush(): void {
    flushStream('stdout');
    flushStream('stderr');
  }

  return {
    write: (text, stream) => {
      for (const listener of listeners) listener();
      // What was unfinished before has no line break: it is not looked at again.
      const end = text.lastIndexOf('\n') + 1;
      if (end > 0) {
        handOn(unfinished[stream] + text.slice(0, end));
        unfinished[stream] = '';
      }
      unfinished[stream] += text.slice(end);
      if (unfinished[stream].length > longestLine) flushStream(stream);
    },
    flush,
    note(line) {
      hand(`${isAtStartOfLine ? '' : '\n'}${line}\n`, 'lambda');
    },
    mark() {
      const recording = createRecording();
      marks.add(recording);
      return () => {
        marks.delete(recording);
        return recording.text();
      };
    },
    settled: (ms) =>
      new Promise((resolve) => {
        const beganAt = performance.now();
        const timer = setTimeout(() => {
          listeners.delete(restart);
          flush();
          resolve();
        }, ms);
        function restart() {
          if (performance.now() - beganAt < ms * mostExtensions) timer.refresh();
        }
        listeners.add(restart);
      }),
  };
}
