/** Prints a line on standard error: standard output is for results only. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What a command has done or found. */
export interface Report {
  readonly text: string;
  /** Whether the text is what was asked for, and not about what was done. */
  readonly isResult: boolean;
  /** The same, for --json. */
  readonly document: string;
}

/** Prints the result on standard output: the text or, with --json, the document. */
export function printReport({ text, isResult, document }: Report, isJson: boolean): void {
  if (!isResult) printNote(text);
  if (isJson) console.log(document);
  else if (isResult) console.log(text);
}
