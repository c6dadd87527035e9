/** What kind of error it is, for whoever turns it into an exit status. */
export type ErrorKind = 'failed' | 'usage' | 'conflict' | 'interrupted' | 'terminated';

/** A word that was not known, and those that it may have been meant to be. */
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
