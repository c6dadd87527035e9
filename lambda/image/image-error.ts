export interface ImageProblem {
  /** What an image has there. */
  expected: string;
  /** What is there instead. */
  found: string;
  /** What to do about it. */
  fix: string;
}

/** An image that cannot be read, or that no engine would take. */
export class ImageError extends Error implements ImageProblem {
  /** What is wrong is the input, in the words of the errors of commands. */
  readonly kind = 'conflict';
  readonly expected: string;
  readonly found: string;
  readonly fix: string;

  constructor({ expected, found, fix }: ImageProblem, options?: ErrorOptions) {
    super(`Expected ${expected}, found ${found}. ${fix}`, options);
    this.name = 'ImageError';
    this.expected = expected;
    this.found = found;
    this.fix = fix;
  }

  /** What is printed before the fix. */
  get lines(): readonly string[] {
    return [`Expected ${this.expected}, found ${this.found}.`];
  }
}
