/** Prints a line on standard error: standard output is for results only. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}
