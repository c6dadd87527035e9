import { setImmediate as nextTurn } from 'node:timers/promises';
import { ScaffoldError } from '../scaffold-error.ts';

/**
 * Defers SIGINT and SIGTERM while a directory is being changed. The holder checks for them at points where
 * it can still undo its changes.
 */
export class HeldSignals implements Disposable {
  #received: NodeJS.Signals | undefined;
  readonly #hold = (signal: NodeJS.Signals): void => {
    this.#received ??= signal;
  };

  constructor() {
    process.on('SIGINT', this.#hold);
    process.on('SIGTERM', this.#hold);
  }

  /** Throws if a signal was received. */
  async check(): Promise<void> {
    // Node notices signals when it polls for I/O: between two turns of the event loop for certain.
    await nextTurn();
    await nextTurn();
    if (this.#received !== undefined) throw interruptedBy(this.#received);
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.#hold);
    process.off('SIGTERM', this.#hold);
  }
}

function interruptedBy(signal: NodeJS.Signals): ScaffoldError {
  const kind = signal === 'SIGTERM' ? 'terminated' : 'interrupted';
  return new ScaffoldError(kind, { problem: 'Interrupted: nothing was changed.', fix: '' });
}
