import { CliError, exitCode } from './cli-error.ts';
import { interrupted, isCtrlC } from './interruption.ts';
import { suggest } from './suggest.ts';

const exitCodes = {
  failed: exitCode.failed,
  usage: exitCode.usage,
  conflict: exitCode.conflict,
  interrupted: exitCode.interrupted,
  terminated: exitCode.terminated,
} as const;

/**
 * An error that already says what to do. The code that throws it depends neither on terminals nor on exit codes,
 * and is not imported here.
 */
interface ExplainedError extends Error {
  readonly kind: keyof typeof exitCodes;
  readonly lines: readonly string[];
  readonly fix: string;
  readonly typo?: {
    readonly typed: string;
    readonly candidates: readonly string[];
    readonly format: (candidate: string) => string;
  };
}

/** Converts any error to one with an exit code. An unexpected one is a bug, and keeps its stack. */
export function asCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (isExplained(error)) return explained(error);
  if (isCtrlC(error)) return interrupted();
  if (error instanceof Error && 'syscall' in error) {
    const fix = 'Check that path and its permissions.';
    return new CliError(exitCode.failed, { problem: error.message, fix }, { cause: error });
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const [problem = '', ...details] = stack.split('\n');
  const fix = 'This is a bug. Please report it with the lines above.';
  return new CliError(exitCode.failed, { problem, details, fix }, { cause: error });
}

function isExplained(error: unknown): error is ExplainedError {
  return (
    error instanceof Error &&
    'kind' in error &&
    'lines' in error &&
    'fix' in error &&
    Object.hasOwn(exitCodes, String(error.kind))
  );
}

function explained(error: ExplainedError): CliError {
  const { kind, lines, fix, typo } = error;
  const [problem = '', ...details] = lines;
  const nearest = typo && suggest(typo.typed, typo.candidates);
  return new CliError(
    exitCodes[kind],
    {
      problem,
      details,
      fix: nearest === undefined ? fix : `Did you mean ${typo!.format(nearest)}?`,
    },
    { cause: error },
  );
}
