import { CliError, exitCode } from './cli-error.ts';

export function interrupted(signal: NodeJS.Signals = 'SIGINT'): CliError {
  const code = signal === 'SIGTERM' ? exitCode.terminated : exitCode.interrupted;
  return new CliError(code, { problem: 'Interrupted: nothing was changed.', fix: '' });
}

/** What Inquirer throws at a Ctrl-C. Two versions of it may be loaded: only the name is the same. */
export function isCtrlC(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ExitPromptError';
}

/**
 * Makes Inquirer's error say and exit as ours does. It has to be the same object: Yeoman ends the run
 * with it before whoever asked the question could throw another one.
 */
export function translateCtrlC(error: unknown): void {
  if (!isCtrlC(error)) return;
  const { message, code } = interrupted();
  Object.assign(error, { message, code });
}
