/** The kind of an error, from which the command line derives the exit code. */
export type ErrorKind = 'failed' | 'usage' | 'conflict' | 'interrupted' | 'terminated';

/** An unknown word, and the known ones that may have been meant. */
export interface Typo {
  readonly typed: string;
  readonly candidates: readonly string[];
  /** What to type, for one of the candidates. */
  readonly format: (candidate: string) => string;
}

export interface Problem {
  /** What was expected and what was found. */
  readonly problem: string;
  /** Further lines of it. A line break in what is quoted does not begin another one. */
  readonly details?: readonly string[];
  /** What to do about it. */
  readonly fix: string;
  /** Where a candidate is near enough, naming it is a better fix. */
  readonly typo?: Typo;
}

/** An error that the user can do something about. */
export class ScaffoldError extends Error {
  readonly kind: ErrorKind;
  readonly problem: string;
  /** Those of the problem. */
  readonly lines: readonly string[];
  readonly fix: string;
  readonly typo?: Typo;

  constructor(
    kind: ErrorKind,
    { problem, details = [], fix, typo }: Problem,
    options?: ErrorOptions,
  ) {
    const lines = [problem, ...details];
    super([...lines, ...(fix === '' ? [] : [fix])].join('\n'), options);
    this.name = 'ScaffoldError';
    this.kind = kind;
    this.problem = lines.join('\n');
    this.lines = lines;
    this.fix = fix;
    if (typo !== undefined) this.typo = typo;
  }
}
