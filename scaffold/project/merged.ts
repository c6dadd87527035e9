/** A file in which edits have been made. */
export interface Merged {
  readonly contents: Buffer;
  /** The edits that `mine` has no place for, as in a unified diff; of JSON, members. */
  readonly missing: readonly string[];
}
