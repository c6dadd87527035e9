import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ErrorKind, ScaffoldError } from '../scaffold-error.ts';

/** The signals that ask a process to end, with the kinds of error that they become. */
const kinds = {
  SIGHUP: 'hung-up',
  SIGINT: 'interrupted',
  SIGQUIT: 'quit',
  SIGTERM: 'terminated',
} as const satisfies Partial<Record<NodeJS.Signals, ErrorKind>>;

type Ending = keyof typeof kinds;

/**
 * Defers the signals that end a process while a directory is being changed. The holder checks for them at points where
 * it can still undo its changes.
 */
export class HeldSignals implements Disposable {
  #received: Ending | undefined;
  readonly #hold = (signal: NodeJS.Signals): void => {
    this.#received ??= signal as Ending;
  };

  constructor() {
    for (const signal of Object.keys(kinds)) process.on(signal, this.#hold);
  }

  /** Throws if a signal was received. */
  async check(): Promise<void> {
    // Node notices signals when it polls for I/O: between two turns of the event loop for certain.
    await nextTurn();
    await nextTurn();
    if (this.#received === undefined) return;
    const problem = 'Interrupted: nothing was changed.';
    throw new ScaffoldError(kinds[this.#received], { problem, fix: '' });
  }

  [Symbol.dispose](): void {
    for (const signal of Object.keys(kinds)) process.off(signal, this.#hold);
  }
}
