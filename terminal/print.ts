/** Prints a line for people: standard output is for results alone. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}
