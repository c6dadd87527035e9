/** What a function has written, as far as it has come. */
export type Log = {
  /** From the function. */
  write(text: string): void;
  /** A line of Lambda's own, which is no part of the function's. */
  note(line: string): void;
  /** From here on; gives a function that tells what has come since. */
  mark(): () => string;
  /** Resolves when nothing has come for the given time. */
  settled(ms: number): Promise<void>;
};

/** `onLog` gets everything, in the order in which it comes. */
export const createLog = (onLog: (text: string) => void): Log => {
  const marks = new Set<string[]>();
  const listeners = new Set<() => void>();
  let isAtStartOfLine = true;

  const hand = (text: string): void => {
    isAtStartOfLine = text.endsWith('\n');
    onLog(text);
  };

  return {
    write(text) {
      for (const parts of marks) parts.push(text);
      for (const listener of listeners) listener();
      hand(text);
    },
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
          resolve();
        }, ms);
        const restart = () => void timer.refresh();
        listeners.add(restart);
      }),
  };
};
