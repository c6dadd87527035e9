import { readFileSync } from 'node:fs';
import ejs from 'ejs';
import { ScaffoldError } from '../scaffold-error.ts';

export type View = Readonly<Record<string, unknown>>;

/** Renders one template. An undefined variable is an error that names the template. */
export function render(file: string, view: View): string {
  try {
    // The generated files are not HTML, so nothing is escaped.
    return ejs.render(readFileSync(file, 'utf8'), view, { escape: requireText, filename: file });
  } catch (error) {
    const known = scaffoldErrorIn(error);
    if (known !== undefined) throw known;
    throw new Error(`${file} cannot be rendered:\n${(error as Error).message}`, { cause: error });
  }
}

/** Otherwise a misspelt property would become the word "undefined" in a generated file. */
function requireText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Error(`expected a string or a number, found ${String(value)}`);
}

/** ejs adds the position in the template to the message of an error, and rethrows it. */
function scaffoldErrorIn(error: unknown): ScaffoldError | undefined {
  if (!(error instanceof ScaffoldError)) return undefined;
  const { kind, problem, fix } = error;
  return new ScaffoldError(kind, { problem, fix }, { cause: error.cause });
}
