import { CliError, exitCode } from './cli-error.ts';

/** For Ctrl-C at a question, when nothing has been written yet. */
export function interrupted(): CliError {
  return new CliError(exitCode.interrupted, {
    problem: 'Interrupted: nothing was changed.',
    fix: '',
  });
}

/** Inquirer's error for Ctrl-C. Two versions of Inquirer may be loaded, so its name is compared, not its class. */
export function isCtrlC(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ExitPromptError';
}

/**
 * Gives Inquirer's error our message and exit code. It has to be the same object, because Yeoman ends the run with
 * it before the caller could throw another one.
 */
export function translateCtrlC(error: unknown): void {
  if (!isCtrlC(error)) return;
  const { message, code } = interrupted();
  Object.assign(error, { message, code });
}
