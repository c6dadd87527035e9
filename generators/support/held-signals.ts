import { setImmediate as nextTurn } from 'node:timers/promises';
import { CliError, exitCode } from './cli-error.ts';

/**
 * Holds back SIGINT and SIGTERM while a folder is between two states. They are delivered when the
 * holder asks for them, at a moment when it can still undo what it did.
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

  /** Throws if a signal has come in. */
  async check(): Promise<void> {
    // Node notices signals when it polls for I/O: between two turns of the event loop for certain.
    await nextTurn();
    await nextTurn();
    if (this.#received !== undefined) throw interrupted(this.#received);
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.#hold);
    process.off('SIGTERM', this.#hold);
  }
}

export function interrupted(signal: NodeJS.Signals = 'SIGINT'): CliError {
  const code = signal === 'SIGTERM' ? exitCode.terminated : exitCode.interrupted;
  return new CliError(code, { problem: 'Interrupted: nothing was changed.', fix: '' });
}
