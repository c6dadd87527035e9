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
  /** What to do about it. */
  readonly fix: string;
  /** Where a candidate is near enough, naming it is a better fix. */
  readonly typo?: Typo;
}

/** An error that the user can do something about. */
export class ScaffoldError extends Error implements Problem {
  readonly kind: ErrorKind;
  readonly problem: string;
  readonly fix: string;
  readonly typo?: Typo;

  constructor(kind: ErrorKind, { problem, fix, typo }: Problem, options?: ErrorOptions) {
    super(fix === '' ? problem : `${problem}\n${fix}`, options);
    this.name = 'ScaffoldError';
    this.kind = kind;
    this.problem = problem;
    this.fix = fix;
    if (typo !== undefined) this.typo = typo;
  }
}
