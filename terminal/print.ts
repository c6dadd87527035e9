import { printableJson, printableLines } from './printable.ts';

/** Prints lines on standard error: standard output is for results only. */
export function printNote(text: string): void {
  process.stderr.write(`${printableLines(text)}\n`);
}

/** Prints a JSON document on standard output. */
export function printDocument(json: string): void {
  process.stdout.write(`${printableJson(json)}\n`);
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
  if (isJson) printDocument(document);
  else if (isResult) process.stdout.write(`${printableLines(text)}\n`);
}
