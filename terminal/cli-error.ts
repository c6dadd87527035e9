import { printable } from './printable.ts';

/** The exit codes of every command and generator. */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  conflict: 3,
  missingTool: 4,
  interrupted: 130,
  terminated: 143,
} as const;

export interface Problem {
  /** What was expected and what was found. */
  readonly problem: string;
  /** Further lines of it. A line break in what is quoted does not begin another one. */
  readonly details?: readonly string[];
  /** What to do about it. */
  readonly fix: string;
}

/**
 * An error that the user can do something about. Its message is printable, whatever it quotes.
 *
 * `code` is a number, because `yo` passes it to `process.exit`, which throws on the string codes of
 * Node's own errors (`ENOENT`, `ERR_…`).
 */
export class CliError extends Error {
  readonly code: number;
  readonly problem: string;
  readonly fix: string;
  /** Whether the message is on standard output already, so that only the exit code is left to set. */
  reported = false;

  constructor(code: number, { problem, details = [], fix }: Problem, options?: ErrorOptions) {
    const lines = [problem, ...details];
    super([...lines, ...(fix === '' ? [] : [fix])].map(printable).join('\n'), options);
    this.name = 'CliError';
    this.code = code;
    this.problem = lines.join('\n');
    this.fix = fix;
  }
}
